"""A life-cycle inventory as arrays: what the scripts beside this file exchange.

`matrices.npz` holds

* `n`: the number of processes, each with one product;
* `A_row`, `A_col`, `A_val`: the technosphere matrix, signed (production positive, inputs negative);
* `B_row`, `B_col`, `B_val`: the biosphere matrix, of `n_flows` flows;
* `gwp`: kg CO2e per unit of each flow;
* `f`: the direct kg CO2e of each process, which is `gwp` times the biosphere matrix;
* `A_utype`, `A_uloc`, `A_uscale` and the same for `B`: distributions, by the numbers of
  `stats_arrays` (0 none, 2 lognormal).

The footprint of product `i` is `y[i]`, where `A^T y = f`.
"""

from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

FILE = "matrices.npz"
LOGNORMAL = 2


def arrays_of(folder: Path) -> dict[str, np.ndarray]:
    """All arrays of a folder's `matrices.npz`."""
    with np.load(folder / FILE) as stored:
        return {key: stored[key] for key in stored.files}


def write(folder: Path, arrays: dict[str, np.ndarray]) -> None:
    """Writes a folder's `matrices.npz`, making the folder if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / FILE, **arrays)


def technosphere(arrays: dict[str, np.ndarray]) -> sparse.csc_matrix:
    """The technosphere matrix."""
    size = int(arrays["n"])
    entries = (arrays["A_val"], (arrays["A_row"], arrays["A_col"]))
    return sparse.csc_matrix(entries, shape=(size, size))


def lognormal(values: np.ndarray, sigmas: np.ndarray) -> dict[str, np.ndarray]:
    """The three arrays of a distribution whose medians are the values; a sigma of 0 means none."""
    kinds = np.where(sigmas > 0, LOGNORMAL, 0).astype(np.uint8)
    magnitudes = np.abs(np.where(values == 0, 1.0, values))
    return {"utype": kinds, "uloc": np.log(magnitudes), "uscale": sigmas}


def summary(arrays: dict[str, np.ndarray]) -> dict[str, int]:
    """What is told of an inventory: its size, non-zeros and largest loop."""
    matrix = technosphere(arrays)
    _, labels = connected_components(matrix, directed=True, connection="strong")
    return {
        "n": matrix.shape[0],
        "nnz": int(matrix.nnz),
        "nnz_biosphere": len(arrays["B_val"]),
        "largest_loop": int(np.bincount(labels).max()),
    }


def demands(rows: np.ndarray, cols: np.ndarray, size: int, count: int = 20) -> list[int]:
    """Products to ask for: first those that most processes use, then as many at random.

    Hubs such as electricity are in the large loop and the random ones mostly are not, so that the
    times of both are seen.
    """
    off_diagonal = rows != cols
    users = np.bincount(rows[off_diagonal], minlength=size)
    hubs = [int(hub) for hub in np.argsort(-users, kind="stable")[: count // 2]]
    inputs = np.bincount(cols[off_diagonal], minlength=size)
    shuffled = np.random.default_rng(3).permutation(size)
    others = [int(other) for other in shuffled if inputs[other] > 2 and other not in hubs]
    return hubs + others[: count - len(hubs)]
