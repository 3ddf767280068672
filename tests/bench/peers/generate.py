#!/usr/bin/env python3
"""Generates an inventory that is built like ecoinvent's cut-off system.

usage: generate.py N --out DIR [--seed SEED] [--nonzeros-per-column COUNT]

Writes `DIR/matrices.npz`, whose keys `inventory.py` explains. N is at least 1000.

* Families of one product each are made in a heavy-tailed number of countries and sold by markets
  of the world, of super-regions and of countries. A market takes shares of its suppliers,
  transport and losses.
* Makers draw their inputs from the markets of other families, by how near and how popular these
  are. So some *rows* (electricity, heat, transport, waste treatment, factories) have thousands of
  users, while *columns* stay short.
* Electricity goes from high to medium to low voltage in each country, is imported from neighbours
  and made by plants which need electricity, fuels and factories. So two thirds of the processes
  are in one loop.
* Amounts are shares of money with sums below 1 in each column, turned into physical ones by
  lognormal prices: the spectral radius stays below 1 while amounts span ten decades.
* One input in a hundred is an avoided product, which has the opposite sign.

The numbers below are set so that non-zeros, degrees and the effort of factorisation are near what
is published of ecoinvent 3.9 and 3.10.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

import inventory
from economy import Economy

PRICE_SIGMA = 2.3
FLOWS = 2200
# Flows that have a GWP, by their place in the order of how often a flow occurs.
GWP_OF_FLOWS = {
    0: 1.0,
    1: 29.8,
    2: 273.0,
    5: 27.0,
    9: 25200.0,
    14: 7380.0,
    30: 12400.0,
    44: 1530.0,
    61: 1960.0,
    80: 17400.0,
}
# Sigmas of lognormal exchanges and how often each is given in published inventories.
SIGMAS = [0.0199, 0.0354, 0.0953, 0.1225, 0.2076, 0.2249, 0.3018, 0.3610, 0.4125, 0.5931, 0.7482]
SIGMA_SHARES = [0.05, 0.05, 0.12, 0.10, 0.14, 0.24, 0.10, 0.06, 0.08, 0.04, 0.02]


def prices(economy: Economy) -> np.ndarray:
    """A price for each process: one per family, which its markets and makers nearly share."""
    rng, groups = economy.rng, economy.processes.groups
    size = len(groups)
    # These draws are of no use; without them the stream and the data measured first would change.
    rng.lognormal(0, PRICE_SIGMA, size)
    draws = rng.lognormal(0, np.tile([PRICE_SIGMA, 0.15], (size, 1)))
    first: dict[str, float] = {}
    price = np.empty(size)
    for process, group in enumerate(groups):
        price[process] = first.setdefault(group, draws[process, 0]) * draws[process, 1]
    for process, group in enumerate(groups):
        # Groups of families are numbers, those of electricity are words.
        if not group.isdigit():
            price[process] = 0.1 * rng.lognormal(0, 0.1)
    return price


def technosphere(
    economy: Economy, price: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The technosphere in physical amounts, and the index each process got.

    The indices of a database are in no order of supply, so they are shuffled.
    """
    rng, shares, size = economy.rng, economy.shares, len(price)
    entries = (np.array(shares.values), (np.array(shares.rows), np.array(shares.cols)))
    money = sparse.coo_matrix(entries, shape=(size, size)).tocsc()
    money.sum_duplicates()
    money = money.tocoo()
    values = -money.data * price[money.col] / price[money.row]
    values[rng.random(len(values)) < 0.01] *= -0.3
    place = rng.permutation(size)
    rows = np.concatenate([place[money.row], place]).astype(np.int32)
    cols = np.concatenate([place[money.col], place]).astype(np.int32)
    values = np.concatenate([values, np.ones(size)])
    order = np.lexsort((rows, cols))
    return {"A_row": rows[order], "A_col": cols[order], "A_val": values[order]}, place


def biosphere(economy: Economy, price: np.ndarray, place: np.ndarray) -> dict[str, np.ndarray]:
    """Elementary flows: some eighteen for each maker, few for a fifth of the others."""
    rng, size = economy.rng, len(price)
    of_makers = np.clip(rng.lognormal(2.9, 1.0, size), 1, 600)
    of_others = np.where(rng.random(size) < 0.2, 2, 0)
    counts = np.where(economy.processes.makes, of_makers, of_others).astype(int)
    popularity = 1 / (np.arange(FLOWS) + 3.0)
    cols = np.repeat(np.arange(size), counts)
    rows = rng.choice(FLOWS, size=len(cols), p=popularity / popularity.sum())
    unique = np.unique(cols.astype(np.int64) * FLOWS + rows)
    cols, rows = (unique // FLOWS).astype(np.int32), (unique % FLOWS).astype(np.int32)
    values = rng.lognormal(-6, 2.5, len(cols)) * price[cols]
    gwp = np.zeros(FLOWS)
    gwp[list(GWP_OF_FLOWS)] = list(GWP_OF_FLOWS.values())
    # Little of the strong gases and much carbon dioxide.
    values *= np.where(gwp[rows] > 100, 1e-4, 1) * np.where(rows == 0, 30, 1)
    cols = place[cols].astype(np.int32)
    order = np.lexsort((rows, cols))
    rows, cols, values = rows[order], cols[order], values[order]
    direct = np.zeros(size)
    np.add.at(direct, cols, values * gwp[rows])
    return {"B_row": rows, "B_col": cols, "B_val": values, "gwp": gwp, "f": direct}


def generate(size: int, seed: int, nonzeros_per_column: float) -> dict[str, np.ndarray]:
    """The arrays of an inventory of this size."""
    economy = Economy(size, seed, nonzeros_per_column)
    price = prices(economy)
    arrays, place = technosphere(economy, price)
    arrays |= biosphere(economy, price, place)
    arrays |= {"n": np.array(size), "n_flows": np.array(FLOWS)}
    for matrix in "AB":
        values = arrays[f"{matrix}_val"]
        sigmas = economy.rng.choice(SIGMAS, size=len(values), p=SIGMA_SHARES)
        if matrix == "A":
            sigmas[arrays["A_row"] == arrays["A_col"]] = 0.0
        described = inventory.lognormal(values, sigmas)
        arrays |= {f"{matrix}_{key}": array for key, array in described.items()}
    return arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int, metavar="N", help="how many processes, at least 1000")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--nonzeros-per-column", type=float, default=14.0, metavar="COUNT")
    options = parser.parse_args()
    if options.size < 1000:
        parser.error("fewer than 1000 processes leave some sectors without a family")
    arrays = generate(options.size, options.seed, options.nonzeros_per_column)
    inventory.write(options.out, arrays)
    print(json.dumps({"dataset": options.out.name, "seed": options.seed} | inventory.summary(arrays)))


if __name__ == "__main__":
    main()
