"""What `measure.py` measures. Solver and threads are chosen before this is imported."""

import statistics
import time
from argparse import Namespace
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Callable

import bw_processing
import numpy as np
import scipy.sparse as sparse
from fsspec.implementations.zip import ZipFileSystem

import inventory
from package import FIRST_PROCESS

METHOD = "gwp"
RUNS = 5
# Once this much time is spent on a work, it is not run again.
BUDGET = 45.0
CUTOFF = 1e-3
MOST_CALCULATIONS = 10_000
# Draws are of a package that is made with `--uncertain`; no more than this, nor for longer.
DRAWS = 1000
DRAWN_BUDGET = 60.0
DRAWN_SEED = 11


class Package:
    """A datapackage in memory."""

    def __init__(self, path: Path):
        start = time.perf_counter()
        self.data = bw_processing.load_datapackage(ZipFileSystem(path))
        self.seconds = time.perf_counter() - start

    def array(self, name: str) -> np.ndarray:
        """One array of the package."""
        return self.data.get_resource(name)[0]

    @cached_property
    def entries(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the technosphere."""
        indices = self.array("technosphere.indices")
        return indices["row"] - FIRST_PROCESS, indices["col"] - FIRST_PROCESS

    @property
    def size(self) -> int:
        """How many processes there are."""
        return int(self.entries[1].max()) + 1

    @property
    def demands(self) -> list[int]:
        """The ids of the products that are asked for."""
        found = inventory.demands(*self.entries, self.size)
        return [FIRST_PROCESS + product for product in found]

    @property
    def facts(self) -> dict:
        """What every line tells of a dataset."""
        return {
            "n": self.size,
            "nnz": len(self.entries[0]),
            "package_seconds": self.seconds,
            "demand": self.demands[0],
        }

    def adjoint(self) -> tuple[sparse.csc_matrix, np.ndarray]:
        """The transposed technosphere and the direct footprint of each process."""
        rows, cols = self.entries
        signs = np.where(self.array("technosphere.flip"), -1.0, 1.0)
        values = signs * self.array("technosphere.data")
        transposed = sparse.csc_matrix((values, (cols, rows)), shape=(self.size, self.size))
        flows = self.array("biosphere.indices")
        factors = self.array("gwp.indices")["row"]
        factor_of = np.zeros(1 + max(flows["row"].max(), factors.max()))
        factor_of[factors] = self.array("gwp.data")
        weights = self.array("biosphere.data") * factor_of[flows["row"]]
        direct = np.bincount(flows["col"] - FIRST_PROCESS, weights, minlength=self.size)
        return transposed, direct


def version(distribution: str) -> str:
    """The version of an installed package."""
    return metadata.version(distribution)


def repeat(work: Callable[[], dict[str, float]]) -> dict:
    """The medians of what several runs of a work took."""
    lines: list[dict[str, float]] = []
    start = time.perf_counter()
    while len(lines) < RUNS and (not lines or time.perf_counter() - start < BUDGET):
        lines.append(work())
    medians = {key: statistics.median(line[key] for line in lines) for key in lines[0]}
    return medians | {"runs": len(lines)}


def lca_of(package: Package):
    """An LCA of the first demand; its solver has to be the one that was asked for."""
    import bw2calc

    return bw2calc.LCA({package.demands[0]: 1.0}, data_objs=[package.data])


def check_solver(options: Namespace) -> None:
    """Fails if Brightway would use another solver than the line says."""
    import bw2calc

    if bw2calc.PYPARDISO != (options.solver == "pardiso"):
        raise RuntimeError("the solver that was asked for is not the one in use")
    if options.solver == "umfpack" and not bw2calc.UMFPACK:
        raise RuntimeError("UMFPACK is not installed")


def single(options: Namespace) -> dict:
    """One footprint: building the matrices is told apart from solving."""
    check_solver(options)
    package = Package(options.package)
    scores = []

    def once() -> dict[str, float]:
        lca = lca_of(package)
        start = time.perf_counter()
        lca.load_lci_data()
        loaded = time.perf_counter()
        lca.lci()
        solved = time.perf_counter()
        lca.lcia()
        scores.append(float(lca.score))
        end = time.perf_counter()
        return {
            "seconds": end - loaded,
            "load_seconds": loaded - start,
            "lci_seconds": solved - loaded,
            "lcia_seconds": end - solved,
        }

    return repeat(once) | package.facts | {"score": scores[-1]}


def following(options: Namespace) -> dict:
    """One more footprint, with everything kept that Brightway keeps."""
    check_solver(options)
    package = Package(options.package)
    lca = lca_of(package)
    # PARDISO keeps its factors by itself.
    lca.lci(factorize=options.solver != "pardiso")
    lca.lcia()
    seconds, solving, scores = [], [], []
    for demand in package.demands:
        start = time.perf_counter()
        lca.lci(demand={demand: 1.0})
        lca.lcia()
        scores.append(float(lca.score))
        seconds.append(time.perf_counter() - start)
    for demand in package.demands:
        lca.build_demand_array({demand: 1.0})
        start = time.perf_counter()
        lca.solve_linear_system()
        solving.append(time.perf_counter() - start)
    return package.facts | {
        "seconds": statistics.median(seconds),
        "solve_seconds": statistics.median(solving),
        "runs": len(seconds),
        "scores": dict(zip(map(str, package.demands), scores)),
    }


def every_product(package: Package, products: list[int]) -> tuple[dict[str, float], object]:
    """All footprints through demands for these products, and the calculation."""
    import bw2calc

    start = time.perf_counter()
    lca = bw2calc.FastScoresOnlyMultiLCA(
        {str(product): {product: 1.0} for product in products},
        {"impact_categories": [(METHOD,)]},
        [package.data],
        direction="adjoint",
    )
    # What `calculate` would do first; called one by one to tell apart what takes the time.
    lca.load_lci_data()
    lca.build_demand_array()
    lca.load_lcia_data()
    lca.build_precalculated()
    loaded = time.perf_counter()
    lca.calculate()
    end = time.perf_counter()
    times = {
        "seconds": end - start,
        "load_seconds": loaded - start,
        "solve_seconds": end - loaded,
    }
    return times, lca


def every(options: Namespace) -> dict:
    """The footprints of all products, on the quicker of two ways.

    One way asks for each product; the other asks for one and reads `product_scores`, which the
    adjoint direction calculates on the side.
    """
    check_solver(options)
    package = Package(options.package)
    ids = [FIRST_PROCESS + product for product in range(package.size)]
    scores = {}

    def by_demands() -> dict[str, float]:
        times, lca = every_product(package, ids)
        scores["demands"] = np.asarray(lca.scores).ravel()
        return times

    def by_product_scores() -> dict[str, float]:
        times, lca = every_product(package, ids[:1])
        found = lca.product_scores
        ordered = np.empty(package.size)
        ordered[np.asarray(found.coords["products"]) - FIRST_PROCESS] = np.asarray(found).ravel()
        scores["product_scores"] = ordered
        return times

    routes = {"demands": repeat(by_demands), "product_scores": repeat(by_product_scores)}
    quicker = min(routes, key=lambda route: routes[route]["seconds"])
    if options.scores:
        np.save(options.scores, scores[quicker])
    details = {f"{route}_seconds": times["seconds"] for route, times in routes.items()}
    total = float(scores[quicker].sum())
    return routes[quicker] | details | package.facts | {"route": quicker, "sum": total}


def traverse(options: Namespace) -> dict:
    """The graph of a supply chain, with the inventory it starts from."""
    from bw_graph_tools.graph_traversal import (
        GraphTraversalSettings,
        NewNodeEachVisitGraphTraversal,
    )

    check_solver(options)
    package = Package(options.package)
    settings = GraphTraversalSettings(cutoff=CUTOFF, max_calc=MOST_CALCULATIONS)
    graphs = []

    def once() -> dict[str, float]:
        lca = lca_of(package)
        lca.load_lci_data()
        start = time.perf_counter()
        lca.lci(factorize=options.solver != "pardiso")
        lca.lcia()
        solved = time.perf_counter()
        graph = NewNodeEachVisitGraphTraversal(lca, settings)
        graph.traverse()
        end = time.perf_counter()
        graphs[:] = [graph]
        return {"seconds": end - start, "traverse_seconds": end - solved}

    times = repeat(once)
    found = {"nodes": len(graphs[0].nodes), "edges": len(graphs[0].edges), "cutoff": CUTOFF}
    return times | package.facts | found


def umfpack(options: Namespace) -> dict:
    """UMFPACK alone on the adjoint system: it factorises the transposed matrix with less effort."""
    from scikits import umfpack as library

    package = Package(options.package)
    matrix, direct = package.adjoint()
    matrix.indices = matrix.indices.astype(np.int64)
    matrix.indptr = matrix.indptr.astype(np.int64)
    results = {}

    def once() -> dict[str, float]:
        context = library.UmfpackContext("dl")
        start = time.perf_counter()
        context.numeric(matrix)
        factorised = time.perf_counter()
        results["scores"] = context.solve(
            library.UMFPACK_A, matrix, direct, autoTranspose=False
        )
        end = time.perf_counter()
        results["nonzeros"] = context.info[library.UMFPACK_LNZ] + context.info[library.UMFPACK_UNZ]
        return {
            "seconds": end - start,
            "factor_seconds": factorised - start,
            "solve_seconds": end - factorised,
        }

    times = repeat(once)
    scores = results["scores"]
    if options.scores:
        np.save(options.scores, scores)
    return times | package.facts | residuals(matrix, scores, direct) | {
        "factor_nonzeros": int(results["nonzeros"]),
    }


def residuals(matrix: sparse.csc_matrix, scores: np.ndarray, direct: np.ndarray) -> dict:
    """The residual as a share of the right side, and the worst one of a single row."""
    residual = np.abs(matrix @ scores - direct)
    scale = abs(matrix) @ np.abs(scores) + np.abs(direct)
    by_row = residual / np.where(scale == 0, 1.0, scale)
    return {
        "residual": float(np.linalg.norm(residual) / np.linalg.norm(direct)),
        "worst_row_residual": float(by_row.max()),
    }


def drawn(kind: str, package: Package) -> dict:
    """Draws of all exchanges and emissions by one of the two ways of Brightway."""
    import bw2calc

    lca = getattr(bw2calc, kind)(
        {package.demands[0]: 1.0},
        data_objs=[package.data],
        use_distributions=True,
        seed_override=DRAWN_SEED,
    )
    start = time.perf_counter()
    lca.lci()
    lca.lcia()
    first = time.perf_counter() - start
    seconds, scores = [], []
    start = time.perf_counter()
    while len(scores) < DRAWS and time.perf_counter() - start < DRAWN_BUDGET:
        began = time.perf_counter()
        next(lca)
        scores.append(float(lca.score))
        seconds.append(time.perf_counter() - began)
    return package.facts | {
        # The mean: a draw that takes longer is one of them.
        "seconds": statistics.fmean(seconds),
        "median_seconds": statistics.median(seconds),
        "first_seconds": first,
        "runs": len(scores),
        "mean": statistics.fmean(scores),
        "mean_error": statistics.stdev(scores) / len(scores) ** 0.5,
        "sd": statistics.stdev(scores),
        "kurtosis": float(np.mean((np.array(scores) - np.mean(scores)) ** 4) / np.var(scores) ** 2),
    }


def draws(options: Namespace) -> dict:
    """Draws of which each is factorised anew."""
    check_solver(options)
    return drawn("LCA", Package(options.package))


def iterative_draws(options: Namespace) -> dict:
    """Draws of which each is solved by iterations from the one before."""
    check_solver(options)
    return drawn("IterativeLCA", Package(options.package))


WORKS: dict[str, Callable[[Namespace], dict]] = {
    "single": single,
    "next": following,
    "all": every,
    "traverse": traverse,
    "umfpack": umfpack,
    "draws": draws,
    "iterative-draws": iterative_draws,
}
