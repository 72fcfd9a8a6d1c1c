"""Start-up: from `throughcare serve` to the first answer of the web process, in seconds."""

import json
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

LONGEST = 120


def figures() -> dict[str, float]:
    """Serve on a free port, ask until it answers, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    served = subprocess.Popen(
        [sys.executable, "-m", "throughcare.config.cli", "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - began < LONGEST:
            if _answers(port):
                return {"seconds": time.perf_counter() - began}
            time.sleep(0.05)
        raise SystemExit("The web process did not answer.")
    finally:
        served.terminate()
        served.wait()


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    print(json.dumps(figures()))
