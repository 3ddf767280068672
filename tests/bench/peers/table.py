#!/usr/bin/env python3
"""Joins the peers' measurements with ours into Markdown tables.

usage: table.py PEERS.jsonl OURS.jsonl [--aim WORK=RATIO]...

For each dataset: each work, the peer that is quickest and its solver, ours on one thread and on
two, and how many times quicker our best is. `hard` of ours is set beside `umfpack` of the peers,
and `update` beside `single`, since Brightway factorises anew after a change; so are `analytic` and
`sensitivity`, which Brightway does not have, and `monte-carlo` beside `iterative-draws`. An aim is
the ratio that a work is to reach. What was not measured is a dash.

Then, how times grow: the exponent of non-zeros, by least squares of the logarithms over the
synthetic inventories that are not made hard.
"""

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable
from pathlib import Path

WORKS = {
    "single": "one footprint",
    "next": "one more footprint",
    "all": "footprints of all products",
    "traverse": "graph of a supply chain",
    "update": "one footprint after a change",
    "umfpack": "factorising and solving alone",
    "hard": "all products, hard inventory",
    "process": "a whole process",
    "monte-carlo": "one draw of everything uncertain",
    "analytic": "variance to first order",
    "sensitivity": "all elasticities",
}
# Works of ours that have another name with the peers.
PEERS_WORK = {
    "hard": "umfpack",
    "update": "single",
    "monte-carlo": "iterative-draws",
    "analytic": "single",
    "sensitivity": "single",
}
SYNTHETIC = re.compile(r"synth\d+k(_s\d+)?")
DASH = "–"
SOLVERS = {"pardiso": "PARDISO", "umfpack": "UMFPACK"}

Line = dict
Lines = dict[tuple[str, str], list[Line]]


def read(path: Path) -> Lines:
    """The lines of a file by dataset and work; what is no JSON object is passed over."""
    found: Lines = {}
    if not path.is_file():
        print(f"{path} is not there", file=sys.stderr)
        return found
    for text in path.read_text(encoding="utf-8").splitlines():
        if text.startswith("{"):
            line = json.loads(text)
            found.setdefault((line["dataset"], line["work"]), []).append(line)
    return found


def quickest(lines: Iterable[Line]) -> Line | None:
    """The line with the least time."""
    timed = [line for line in lines if line.get("seconds") is not None]
    return min(timed, key=lambda line: line["seconds"], default=None)


def duration(seconds: float) -> str:
    """A time with three digits, in the unit that fits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            break
    number = seconds / size
    digits = max(0, 2 - math.floor(math.log10(number))) if number > 0 else 0
    return f"{number:.{digits}f} {unit}"


def of_ours(lines: list[Line], threads: int) -> str:
    """Our time on a number of threads."""
    found = quickest(line for line in lines if line.get("threads", 1) == threads)
    return duration(found["seconds"]) if found else DASH


def of_peers(lines: list[Line]) -> str:
    """The peers' best time and how it was reached, or that none reached it."""
    found = quickest(lines)
    if found is None:
        return "fails" if lines else DASH
    solver = SOLVERS.get(found.get("solver"), found.get("solver") or found.get("tool", ""))
    threads = found.get("threads")
    # Only PARDISO gains by threads.
    on_one = ", 1 thread" if threads == 1 and solver == "PARDISO" else ""
    return f"{duration(found['seconds'])} ({solver}{on_one})"


def times(ratio: float) -> str:
    """A ratio as it is written: `0.85×`, `9.3×`, `120×`."""
    digits = 2 if ratio < 1 else 1 if ratio < 10 else 0
    return f"{ratio:.{digits}f}×"


def row(work: str, peers: list[Line], ours: list[Line], aims: dict[str, float]) -> list[str]:
    """The cells of one work."""
    peer, own = quickest(peers), quickest(ours)
    ratio = peer["seconds"] / own["seconds"] if peer and own and own["seconds"] > 0 else None
    aim = DASH
    if work in aims:
        aim = times(aims[work])
        if ratio is not None:
            aim += " met" if ratio >= aims[work] else " missed"
    return [
        f"`{work}`: {WORKS.get(work, work)}",
        of_peers(peers),
        of_ours(ours, 1),
        of_ours(ours, 2),
        times(ratio) if ratio is not None else DASH,
        aim,
    ]


def print_table(heads: list[str], rows: list[list[str]]) -> None:
    """A Markdown table."""
    for cells in (heads, ["---"] * len(heads), *rows):
        print("|", " | ".join(cells), "|")
    print()


def works_of(dataset: str, peers: Lines, ours: Lines) -> list[str]:
    """The works that were measured on a dataset, in their order."""
    measured = {work for name, work in [*peers, *ours] if name == dataset}
    matched = {PEERS_WORK[work] for work in measured if work in PEERS_WORK}
    # What stands beside `hard` needs no row of its own, unless ours has it as well.
    beside = matched & {"umfpack", "iterative-draws"}
    hidden = {work for work in beside if (dataset, work) not in ours}
    order = [*WORKS, *sorted(measured - set(WORKS))]
    return [work for work in order if work in measured and work not in hidden]


def title(dataset: str, peers: Lines, ours: Lines) -> str:
    """A dataset and its size."""
    for lines in (peers, ours):
        for (name, _), measured in lines.items():
            if name == dataset and measured[0].get("nnz"):
                size, nonzeros = measured[0].get("n"), measured[0]["nnz"]
                processes = f"{size:,} processes, " if size else ""
                return f"### {dataset}: {processes}{nonzeros:,} non-zeros"
    return f"### {dataset}"


def exponent(points: list[tuple[float, float]]) -> float | None:
    """The slope of the logarithms; none without two different sizes."""
    if len({size for size, _ in points}) < 2:
        return None
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    mean_size = sum(size for size, _ in logs) / len(logs)
    mean_time = sum(seconds for _, seconds in logs) / len(logs)
    above = sum((size - mean_size) * (seconds - mean_time) for size, seconds in logs)
    below = sum((size - mean_size) ** 2 for size, _ in logs)
    return above / below


def growth(lines: Lines, work: str, threads: int | None, sizes: dict[str, int]) -> str:
    """The exponent of one work's times over the synthetic inventories."""
    points = []
    for (dataset, measured), found in lines.items():
        if measured != work or dataset not in sizes:
            continue
        best = quickest(
            line for line in found if threads is None or line.get("threads", 1) == threads
        )
        if best and best["seconds"] > 0:
            points.append((sizes[dataset], best["seconds"]))
    slope = exponent(points)
    return DASH if slope is None else f"{slope:.2f} ({len(points)})"


def sizes_of(*sources: Lines) -> dict[str, int]:
    """The non-zeros of the synthetic inventories that are not made hard."""
    return {
        dataset: line["nnz"]
        for lines in sources
        for (dataset, _), measured in lines.items()
        for line in measured
        if line.get("nnz") and SYNTHETIC.fullmatch(dataset)
    }


def print_growth(peers: Lines, ours: Lines) -> None:
    """The exponents of all works that have one."""
    sizes = sizes_of(peers, ours)
    rows = []
    for work in WORKS:
        cells = [
            growth(peers, PEERS_WORK.get(work, work), None, sizes),
            growth(ours, work, 1, sizes),
            growth(ours, work, 2, sizes),
        ]
        measured = any(name == work for _, name in [*peers, *ours])
        if measured and set(cells) != {DASH}:
            rows.append([f"`{work}`", *cells])
    if rows:
        print("### How times grow: the exponent of non-zeros (number of inventories)\n")
        print_table(["work", "peer's best", "ours, 1 thread", "ours, 2 threads"], rows)


def aims_of(texts: list[str], parser: argparse.ArgumentParser) -> dict[str, float]:
    """Aims from `WORK=RATIO`."""
    aims = {}
    for text in texts:
        work, _, ratio = text.partition("=")
        try:
            aims[work] = float(ratio)
        except ValueError:
            parser.error(f"`{text}` is no WORK=RATIO")
    return aims


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peers", type=Path, metavar="PEERS.jsonl")
    parser.add_argument("ours", type=Path, metavar="OURS.jsonl")
    parser.add_argument("--aim", action="append", default=[], metavar="WORK=RATIO")
    options = parser.parse_args()
    aims = aims_of(options.aim, parser)
    peers, ours = read(options.peers), read(options.ours)
    heads = ["work", "peer's best (solver)", "ours, 1 thread", "ours, 2 threads", "ratio", "aim"]
    for dataset in dict.fromkeys(name for name, _ in [*peers, *ours]):
        print(title(dataset, peers, ours) + "\n")
        rows = []
        for work in works_of(dataset, peers, ours):
            of_peer = peers.get((dataset, PEERS_WORK.get(work, work)), [])
            rows.append(row(work, of_peer, ours.get((dataset, work), []), aims))
        print_table(heads, rows)
    print_growth(peers, ours)


if __name__ == "__main__":
    main()
