#!/bin/sh
# Generates the synthetic inventories and packages every inventory in DATA.
#
# usage: data.sh VENV DATA
#
# An inventory is a folder with a `matrices.npz`; real ones may be put into DATA before. What is
# there already is not made again.
set -eu

python=${1:?"usage: data.sh VENV DATA"}/bin/python
data=$2
here=$(dirname "$0")
mkdir -p "$data"

# generate NAME N SEED
generate() {
    [ -e "$data/$1/matrices.npz" ] || "$python" "$here/generate.py" "$2" --seed "$3" --out "$data/$1"
}

# harden NAME OF OPTION...
harden() {
    name=$1
    of=$2
    shift 2
    [ -e "$data/$name/matrices.npz" ] ||
        "$python" "$here/harden.py" "$data/$of" "$data/$name" "$@"
}

generate synth1k 1000 42
generate synth10k 10000 42
generate synth10k_s7 10000 7
generate synth25k 25000 42
generate synth25k_s7 25000 7
generate synth100k 100000 42
harden synth10k_hard synth10k --gain 0.999
harden synth10k_unphys synth10k --gain 0.999 --unphysical
harden synth25k_hard synth25k --gain 0.99

for matrices in "$data"/*/matrices.npz; do
    folder=$(dirname "$matrices")
    [ -e "$folder.zip" ] || "$python" "$here/package.py" "$folder" "$folder.zip"
done
uncertain="$data/synth10k_uncertain.zip"
[ -e "$uncertain" ] || "$python" "$here/package.py" "$data/synth10k" "$uncertain" --uncertain
