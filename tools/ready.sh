# Sourced by ./run and ./test: a virtual environment with what requirements/$wanted.txt locks, by hash.
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Throughcare needs Python 3.11 or newer: install python3." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Throughcare needs Python 3.11 or newer; this is $("$python" --version)." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "Python lacks venv. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv

# A stamp of the locks says what was installed last; dev.txt holds all of web.txt.
lock=$(cat requirements/web.txt requirements/dev.txt pyproject.toml | cksum)
stamp=.venv/installed
if ! grep -qsxF "dev $lock" "$stamp" && ! grep -qsxF "$wanted $lock" "$stamp"; then
    echo "Installing what Throughcare stands on, checked by hash. This takes a minute or two."
    # The lock is whole: without --no-deps pip looks for an extra's newest release, which has no hash here.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        -r "requirements/$wanted.txt"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --no-build-isolation --editable .
    echo "$wanted $lock" >"$stamp"
fi

.venv/bin/python tools/catalogue.py compile
