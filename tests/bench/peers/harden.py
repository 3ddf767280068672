#!/usr/bin/env python3
"""Makes an inventory hard to solve.

usage: harden.py SRC DST [--gain GAIN] [--loops LOOPS] [--unphysical]

SRC and DST are folders of a `matrices.npz`. Each of LOOPS pairs of much used processes comes to
need one another, so that what goes around is GAIN of what went in; the first pair is ten times
nearer to 1. One process in twenty gets its reference product as an input, as waste treatments
have, and one in fifty makes some other amount than 1.

The other inputs of those pairs are made small enough for the whole to stay possible, unless
`--unphysical` is given: then the spectral radius is above 1 and many footprints are negative, so
that every iterative method fails and only a factorisation is left. Such an inventory has no
footprints: ours are those of its equations, asked for by `allowing_held_loops`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

import inventory

WASTE_SHARE = 0.05
OTHER_AMOUNT_SHARE = 0.02
SIGMA = 0.05


def add_loops(
    matrix: sparse.csc_matrix,
    rng: np.random.Generator,
    gains: list[float],
    unphysical: bool,
) -> sparse.csc_matrix:
    """Lets pairs of much used processes need one another."""
    users = np.diff(matrix.tocsr().indptr)
    candidates = np.where(users > 5)[0]
    changed = matrix.tolil()
    for gain in gains:
        one, other = rng.choice(candidates, 2, replace=False)
        ratio = rng.lognormal(0, 1)
        if not unphysical:
            for process in (one, other):
                made = changed[process, process]
                changed[:, process] = changed[:, process] * ((1 - gain) * 0.5)
                changed[process, process] = made
        changed[other, one] = -ratio * np.sqrt(gain)
        changed[one, other] = -np.sqrt(gain) / ratio
    return changed.tocsc()


def harden(
    arrays: dict[str, np.ndarray], gains: list[float], seed: int, unphysical: bool
) -> dict[str, np.ndarray]:
    """The arrays of the harder inventory."""
    rng = np.random.default_rng(seed)
    size = int(arrays["n"])
    matrix = add_loops(inventory.technosphere(arrays), rng, gains, unphysical)
    signs = np.where(rng.random(size) < WASTE_SHARE, -1.0, 1.0)
    is_other = rng.random(size) < OTHER_AMOUNT_SHARE
    amounts = np.where(is_other, 10.0 ** rng.integers(-3, 4, size), 1.0)
    matrix = (sparse.diags(signs) @ matrix @ sparse.diags(amounts)).tocoo()
    technosphere = {
        "A_row": matrix.row.astype(np.int32),
        "A_col": matrix.col.astype(np.int32),
        "A_val": matrix.data,
    }
    sigmas = np.where(matrix.row == matrix.col, 0.0, SIGMA)
    described = inventory.lognormal(matrix.data, sigmas)
    technosphere |= {f"A_{key}": array for key, array in described.items()}
    flows = arrays["B_val"] * amounts[arrays["B_col"]]
    biosphere = {"B_val": flows, "B_uloc": np.log(np.abs(flows)), "f": arrays["f"] * amounts}
    return arrays | technosphere | biosphere


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, metavar="SRC")
    parser.add_argument("target", type=Path, metavar="DST")
    parser.add_argument("--gain", type=float, default=0.999)
    parser.add_argument("--loops", type=int, default=30)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--unphysical", action="store_true")
    options = parser.parse_args()
    gains = [1 - (1 - options.gain) / 10] + [options.gain] * (options.loops - 1)
    arrays = inventory.arrays_of(options.source)
    harder = harden(arrays, gains, options.seed, options.unphysical)
    inventory.write(options.target, harder)
    print(json.dumps({"dataset": options.target.name} | inventory.summary(harder)))


if __name__ == "__main__":
    main()
