# Sourced by ./test and .ci/run: tests wait for no disk where memory has room for their folders.
free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${free:-0}" -gt 6000000 ]; then
    room_of_tests=$(mktemp -d /dev/shm/throughcare-XXXXXX)
    export TMPDIR=$room_of_tests
fi
