#!/bin/sh
# Measures the peers on packages and writes a line of JSON for each measurement.
#
# usage: [WORKS="WORK..."] run.sh VENV PEERS.jsonl PACKAGE.zip...
#
# Lines are added to PEERS.jsonl; a table takes the quickest of those that say the same. The scores
# of all products are saved as PACKAGE.SOLVER.npy beside each package.
set -eu

python=${1:?"usage: run.sh VENV PEERS.jsonl PACKAGE.zip..."}/bin/python
lines=$2
shift 2
here=$(dirname "$0")
works=${WORKS:-umfpack single next all process traverse}

# A traversal of 25,000 processes takes half a minute; what takes ten is stuck.
measure() {
    timeout 600 "$python" "$here/measure.py" "$@" >>"$lines" || echo "failed: $*" >&2
}

for package in "$@"; do
    scores=${package%.zip}
    for work in $works; do
        case $work in
        umfpack)
            measure umfpack "$package" --scores "$scores.umfpack-alone.npy"
            ;;
        all)
            measure all "$package" --solver umfpack --scores "$scores.umfpack.npy"
            measure all "$package" --solver pardiso --scores "$scores.pardiso.npy"
            # Two threads of PARDISO wait for one another where another program has a core.
            measure all "$package" --solver pardiso --threads 1
            ;;
        draws | iterative-draws)
            measure "$work" "$package" --solver umfpack --threads 1
            measure "$work" "$package" --solver pardiso --threads 1
            ;;
        *)
            measure "$work" "$package" --solver umfpack
            measure "$work" "$package" --solver pardiso
            measure "$work" "$package" --solver pardiso --threads 1
            ;;
        esac
    done
done
