#!/bin/sh
# Every branch of what decides who reads what: the law of sharing, the ledger, doors and rules.
set -eu
cd "$(dirname "$0")/.."

decides='src/throughcare_core/sharing/*.py,src/throughcare_core/ledger/*.py'
decides="$decides,src/throughcare/*/doors.py,src/throughcare/*/rules.py,src/throughcare/*/rules/*.py"

held=$(mktemp)
trap 'rm -f "$held"' EXIT
COVERAGE_FILE=$held .venv/bin/python -m pytest -q -n 2 -m "not long and not journey" \
    --cov=src --cov-branch --cov-report= src tests
COVERAGE_FILE=$held .venv/bin/python -m coverage report --include="$decides" \
    --omit='*/tests/*' --show-missing --skip-covered --fail-under=100
