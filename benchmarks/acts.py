"""Acts per second: eight users at once, each writing a note, a task and what was said.

Each is a process of its own. On SQLite writers queue on a file, on PostgreSQL on a lock.
"""

import json
import os
import subprocess
import sys
import time

USERS, SECONDS = 8, 10.0


def work(seconds: float) -> int:
    """What one user does for so many seconds: how many acts."""
    import django

    django.setup()
    from datetime import timedelta

    from django.utils import timezone

    from throughcare.agencies.doors import actor_of, staff_named
    from throughcare.cases import services
    from throughcare.cases.rules import Statement

    acting = actor_of(staff_named("noor@dawn.example"), timezone.now())
    key = services.open_case(by=acting, at=timezone.now(), began_by="call")
    print("ready", flush=True)
    sys.stdin.readline()
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        at = timezone.now()
        services.write_note(key, "A quiet day.", part="situation", by=acting, at=at)
        services.add_task(key, kind="visit", due_at=at + timedelta(days=1), by=acting, at=at)
        services.record_statements(key, [Statement("need", "shelter")], by=acting, at=at)
        done += 3
    return done


def figures() -> dict[str, float]:
    """All users begin together."""
    command = [sys.executable, "-m", "benchmarks.acts", str(SECONDS)]
    users = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
        )
        for _ in range(USERS)
    ]
    for user in users:
        assert user.stdout is not None
        user.stdout.readline()
    began = time.perf_counter()
    for user in users:
        assert user.stdin is not None
        user.stdin.write("\n")
        user.stdin.flush()
    done = [int(user.communicate()[0] or 0) for user in users]
    took = time.perf_counter() - began
    return {"per_second": sum(done) / took, "fewest": min(done), "most": max(done)}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(work(float(sys.argv[1])))
    else:
        print(json.dumps(figures()))
