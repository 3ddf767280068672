#!/usr/bin/env python3
"""Compares the footprints of all products by a peer and by ours.

usage: agree.py SCORES_PEER.npy OURS.csv [--tolerance SHARE]

OURS.csv has the header `process,value,bound`; a process is its index from 0. Prints one line of
JSON with the largest relative difference and where it is. Where OURS.csv states bounds, it also
tells how many differences are larger than ours allows; the peer's own error is among these. Ends
with 1 if a difference is above the tolerance.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

import numpy as np


def ours_of(path: Path, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Our values and their bounds; those that are missing are not numbers."""
    values, bounds = np.full(size, np.nan), np.full(size, np.nan)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            process = int(row["process"])
            values[process] = float(row["value"])
            if row.get("bound"):
                bounds[process] = float(row["bound"])
    return values, bounds


def relative(difference: np.ndarray, peers: np.ndarray, ours: np.ndarray) -> np.ndarray:
    """Differences as shares of the larger value; of two zeros it is zero."""
    scale = np.maximum(np.abs(peers), np.abs(ours))
    return difference / np.where(scale == 0, 1.0, scale)


def compare(peers: np.ndarray, ours: np.ndarray, bounds: np.ndarray) -> dict:
    """How far the two are apart."""
    present = np.flatnonzero(~np.isnan(ours))
    difference = np.abs(peers - ours)
    shares = relative(difference, peers, ours)[present]
    if len(present) == 0:
        return {"compared": 0, "missing": len(peers), "largest": None}
    at = int(present[np.argmax(shares)])
    whole = np.linalg.norm(difference[present]) / (np.linalg.norm(peers[present]) or 1.0)
    with_bound = ~np.isnan(bounds)
    return {
        "compared": len(present),
        "missing": len(peers) - len(present),
        "largest": float(shares.max()),
        "process": at,
        "peer": float(peers[at]),
        "ours": float(ours[at]),
        "median": float(np.median(shares)),
        "norm": float(whole),
        "beyond_bound": int((difference[with_bound] > bounds[with_bound]).sum()),
        "with_bound": int(with_bound.sum()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peers", type=Path, metavar="SCORES_PEER.npy")
    parser.add_argument("ours", type=Path, metavar="OURS.csv")
    parser.add_argument("--tolerance", type=float, metavar="SHARE")
    options = parser.parse_args()
    peers = np.load(options.peers).ravel()
    result = compare(peers, *ours_of(options.ours, len(peers)))
    print(json.dumps(result))
    if options.tolerance is not None:
        agreed = result["largest"] is not None and result["largest"] <= options.tolerance
        sys.exit(not agreed)


if __name__ == "__main__":
    main()
