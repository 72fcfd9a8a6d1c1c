#!/bin/sh
# The law of sharing and every door, broken in one small place at a time: a test must notice.
set -eu
cd "$(dirname "$0")/.."

mutate() {
    path=$1
    shift
    echo "$path"
    .venv/bin/python tools/mutate.py "src/$path" --at-least 85 --tests "$@"
}

door() {
    app=$1
    shift
    tests=
    for name in doors "$@"; do
        tests="$tests src/throughcare/$app/tests/test_$name.py"
    done
    # shellcheck disable=SC2086
    mutate "throughcare/$app/doors.py" $tests
}

law=src/throughcare_core/sharing/tests
mutate throughcare_core/sharing $law/test_sharing.py $law/test_agreements_and_duties.py \
    $law/test_dated_law.py $law/test_every_scene.py
door agencies
door cases
door consent services
door directory
door exchange
door identity erasure
door referrals services
