"""Houses to measure in: filled once with the demonstration country, and thrown away."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("THROUGHCARE_BENCH_POSTGRESQL", "")
"""The address of a PostgreSQL server, with a role that may create data bases; empty: without."""


@dataclass(frozen=True, slots=True)
class House:
    """A filled house: how many people, on which data base, and how long filling took (seconds)."""

    size: int
    engine: str
    place: Path
    url: str
    seconds: float = 0.0

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which programs are of this house."""
        named = {
            "THROUGHCARE_HOME": str(self.place / "home"),
            "THROUGHCARE_KEYS": str(self.place / "keys"),
            "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        }
        kept = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        return kept | named | ({"DATABASE_URL": self.url} if self.url else {})

    def run(self, *words: str) -> str:
        """What a program of this house prints."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            env=self.environment,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def figures(self, module: str, *words: str) -> dict[str, Any]:
        """The figures that a file of this folder measures here, in a process of its own."""
        measured: dict[str, Any] = json.loads(self.run(f"benchmarks.{module}", *words))
        return measured

    def weight(self) -> int:
        """Bytes on the disk: data base, sealed files and keys."""
        held = sum(file.stat().st_size for file in self.place.rglob("*") if file.is_file())
        if not self.url:
            return held
        with psycopg.connect(self.url) as base:
            row = base.execute("select pg_database_size(current_database())").fetchone()
        return held + int(row[0] if row else 0)


@contextmanager
def a_house(size: int, engine: str) -> Iterator[House]:
    """A house of so many people, removed at the end."""
    with _a_data_base(engine) as url:
        place = Path(tempfile.mkdtemp(prefix="throughcare-bench-"))
        try:
            (place / "home").mkdir()
            house = House(size, engine, place, url)
            house.run("throughcare.config.cli", "migrate", "--verbosity", "0")
            house.run("django", "collectstatic", "--noinput", "--verbosity", "0")
            began = time.perf_counter()
            house.run("throughcare.config.cli", "demo", "--size", str(size))
            yield House(size, engine, place, url, time.perf_counter() - began)
        finally:
            shutil.rmtree(place)


@contextmanager
def _a_data_base(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    name = sql.Identifier(called := f"throughcare_bench_{secrets.token_hex(4)}")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("create database {}").format(name))
    try:
        yield f"{SERVER.rpartition('/')[0]}/{called}"
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(name))
