#!/usr/bin/env python3
"""Measures one work of the peers in a process of its own and prints one line of JSON.

usage: measure.py WORK PACKAGE.zip [--solver pardiso|umfpack] [--threads COUNT] [--scores FILE]

PACKAGE.zip is what `package.py` writes. The works are

* `single`: the footprint of one product, from matrices that are built;
* `next`: the footprint of one more product;
* `all`: the footprints of all products by the adjoint system, from the package in memory;
* `traverse`: the graph of a product's supply chain down to a thousandth of its footprint;
* `umfpack`: factorising and solving the adjoint system by UMFPACK alone, without Brightway;
* `process`: a whole run of Python: starting, importing, reading the package, one footprint;
* `draws`, `iterative-draws`: one draw of all distributions and its footprint, by `LCA` and by
  `IterativeLCA`, on what `package.py --uncertain` writes. `seconds` is their mean.

`seconds` is the median of the `runs`, `peak_rss_mb` the largest memory of the process. `--scores`
saves the footprints of all products as a `.npy` file, for `all` and `umfpack`.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

WORKS = (
    "single",
    "next",
    "all",
    "traverse",
    "umfpack",
    "process",
    "draws",
    "iterative-draws",
)
PROCESS_RUNS = 5

ONE_FOOTPRINT = """
import sys
if sys.argv[3] != "pardiso":
    sys.modules["pypardiso"] = None
import bw2calc
import bw_processing
from fsspec.implementations.zip import ZipFileSystem
package = bw_processing.load_datapackage(ZipFileSystem(sys.argv[1]))
lca = bw2calc.LCA({int(sys.argv[2]): 1.0}, data_objs=[package])
lca.lci()
lca.lcia()
print(lca.score)
"""


def prepare(solver: str, threads: int) -> None:
    """Chooses solver and threads; both are read when the libraries are imported."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)
    # Without this path, pypardiso searches the whole environment for the library again for each
    # LCA object, which takes 0.12 s.
    libraries = sorted(Path(sys.prefix, "lib").glob("libmkl_rt.so*"))
    if libraries:
        os.environ.setdefault("PYPARDISO_MKL_RT", str(libraries[0]))
    if solver != "pardiso":
        # Brightway takes PARDISO wherever it can be imported.
        sys.modules["pypardiso"] = None


def run_once(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak MiB and output of one child process."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode != 0:
        raise RuntimeError(f"the process ends with {child.returncode}")
    # Linux counts in KiB, macOS in bytes.
    divisor = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return seconds, usage.ru_maxrss / divisor, output


def measure_process(package: Path, solver: str) -> dict:
    """Measures whole processes from outside."""
    import works

    facts = works.Package(package).facts
    command = [sys.executable, "-c", ONE_FOOTPRINT, str(package), str(facts["demand"]), solver]
    # The first run fills the caches of files.
    run_once(command)
    seconds, peaks, outputs = zip(*(run_once(command) for _ in range(PROCESS_RUNS)))
    return facts | {
        "seconds": statistics.median(seconds),
        "runs": len(seconds),
        "peak_rss_mb": max(peaks),
        "score": float(outputs[-1]),
    }


def measure(options: argparse.Namespace) -> dict:
    """The line of one measurement, or what went wrong."""
    # Only now, when solver and threads are chosen.
    import works

    line = {
        "dataset": options.package.stem,
        "tool": "scikit-umfpack" if options.work == "umfpack" else "bw2calc",
        "version": works.version("scikit-umfpack" if options.work == "umfpack" else "bw2calc"),
        "solver": options.solver,
        "work": options.work,
        "threads": options.threads,
        "seconds": None,
        "runs": 0,
        "peak_rss_mb": None,
    }
    try:
        if options.work == "process":
            line |= measure_process(options.package, options.solver)
        else:
            line |= works.WORKS[options.work](options)
            usage = resource.getrusage(resource.RUSAGE_SELF)
            line["peak_rss_mb"] = usage.ru_maxrss / 1024
    except Exception as failure:  # A peer that fails is a result, too.
        line["error"] = f"{type(failure).__name__}: {failure}"[:300]
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("package", type=Path, metavar="PACKAGE.zip")
    parser.add_argument("--solver", choices=("pardiso", "umfpack"), default="pardiso")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="COUNT")
    parser.add_argument("--scores", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.work == "umfpack":
        options.solver = "umfpack"
    if not options.package.is_file():
        parser.error(f"{options.package} is not there")
    prepare(options.solver, options.threads)
    warnings.simplefilter("ignore")
    print(json.dumps(measure(options)))


if __name__ == "__main__":
    main()
