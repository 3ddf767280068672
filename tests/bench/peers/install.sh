#!/bin/sh
# Installs the peers into a virtual environment, on Debian or its kin.
#
# usage: install.sh VENV
#
# Does nothing where the environment has them already.
set -eu

venv=${1:?"usage: install.sh VENV"}
requirements=$(dirname "$0")/requirements.txt

if "$venv/bin/python" -c "import bw2calc, pypardiso, scikits.umfpack" 2>/dev/null; then
    echo "$venv has the peers"
    exit
fi

# UMFPACK is bound by SWIG and built from source against SuiteSparse.
packages="libsuitesparse-dev swig libopenblas-dev gfortran"
# shellcheck disable=SC2086 # they are several words
if ! dpkg -s $packages >/dev/null 2>&1; then
    as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)
    $as_root apt-get update
    $as_root apt-get install --yes $packages
fi

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
# The build calls `meson` by name; a newer one than is pinned does not find UMFPACK.
PATH=$(cd "$venv/bin" && pwd):$PATH
export PATH
others=$(mktemp)
trap 'rm -f "$others"' EXIT
grep -v '^scikit-umfpack' "$requirements" >"$others"
pip install --quiet --requirement "$others"
pip install --quiet --no-build-isolation --no-deps "$(grep '^scikit-umfpack' "$requirements")"
python -c "import bw2calc, pypardiso, scikits.umfpack"
