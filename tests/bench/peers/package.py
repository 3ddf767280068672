#!/usr/bin/env python3
"""Writes an inventory as a datapackage, the file that Brightway calculates from.

usage: package.py SRC_DIR OUT.zip [--uncertain]

Reads `SRC_DIR/matrices.npz` and writes a ZIP with the resources `technosphere`, `biosphere` and
`gwp`, stored without compression as `bw2data` does. Process `i` and its product have the id
`1 + i`, flow `k` has `1000000 + k`. With `--uncertain`, the distributions of the source are
written, too.
"""

import argparse
import json
from pathlib import Path

import bw_processing
import numpy as np
from fsspec.implementations.zip import ZipFileSystem

import inventory

FIRST_PROCESS = 1
FIRST_FLOW = 1_000_000


def indices(rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """Rows and columns as datapackages have them."""
    array = np.zeros(len(rows), dtype=bw_processing.INDICES_DTYPE)
    array["row"], array["col"] = rows, cols
    return array


def distributions(arrays: dict[str, np.ndarray], matrix: str, values: np.ndarray) -> np.ndarray:
    """The distributions of a matrix's values; those without one are certain."""
    kinds = arrays[f"{matrix}_utype"]
    is_lognormal = kinds == inventory.LOGNORMAL
    array = np.zeros(len(values), dtype=bw_processing.UNCERTAINTY_DTYPE)
    array["uncertainty_type"] = kinds
    array["loc"] = np.where(is_lognormal, arrays[f"{matrix}_uloc"], values)
    array["scale"] = np.where(is_lognormal, arrays[f"{matrix}_uscale"], np.nan)
    for key in ("shape", "minimum", "maximum"):
        array[key] = np.nan
    array["negative"] = values < 0
    return array


def fill(
    package: bw_processing.Datapackage, arrays: dict[str, np.ndarray], uncertain: bool
) -> None:
    """Adds the three matrices to a datapackage."""
    # Brightway keeps inputs positive and flips their signs when it builds the matrix.
    flip = arrays["A_val"] < 0
    amounts = np.abs(arrays["A_val"])
    flows = arrays["B_val"]
    of_technosphere, of_biosphere = {}, {}
    if uncertain:
        of_technosphere["distributions_array"] = distributions(arrays, "A", amounts)
        of_biosphere["distributions_array"] = distributions(arrays, "B", flows)
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        name="technosphere",
        indices_array=indices(arrays["A_row"] + FIRST_PROCESS, arrays["A_col"] + FIRST_PROCESS),
        data_array=amounts,
        flip_array=flip,
        **of_technosphere,
    )
    package.add_persistent_vector(
        matrix="biosphere_matrix",
        name="biosphere",
        indices_array=indices(arrays["B_row"] + FIRST_FLOW, arrays["B_col"] + FIRST_PROCESS),
        data_array=flows,
        **of_biosphere,
    )
    # Factors of flows that occur nowhere have no row in the matrix.
    occurring = np.unique(arrays["B_row"])
    characterised = occurring[arrays["gwp"][occurring] != 0]
    package.add_persistent_vector(
        matrix="characterization_matrix",
        name="gwp",
        indices_array=indices(characterised + FIRST_FLOW, np.zeros_like(characterised)),
        data_array=arrays["gwp"][characterised],
        identifier=["gwp"],
        global_index=0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, metavar="SRC_DIR")
    parser.add_argument("target", type=Path, metavar="OUT.zip")
    parser.add_argument("--uncertain", action="store_true", help="write distributions, too")
    options = parser.parse_args()
    files = ZipFileSystem(options.target, mode="w")
    name = options.target.stem
    # An id of its own would make each package differ from the last.
    package = bw_processing.create_datapackage(fs=files, name=name, id_=name)
    fill(package, inventory.arrays_of(options.source), options.uncertain)
    package.finalize_serialization()
    print(json.dumps({"package": options.target.name, "bytes": options.target.stat().st_size}))


if __name__ == "__main__":
    main()
