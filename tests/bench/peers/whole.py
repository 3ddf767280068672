#!/usr/bin/env python3
"""Times a whole process of ours, from its start to its end, and prints a line of JSON.

usage: whole.py DATASET COMMAND...

The middle of eleven runs after one that is not counted. The peak of memory is the child's own: a child of Python
begins with a copy of Python's, so that it is run by a shell that hands over to it.
"""

import json
import resource
import statistics
import subprocess
import sys
import time

RUNS = 11


def run(command: list[str]) -> float:
    """Seconds that a process takes."""
    start = time.perf_counter()
    subprocess.run(["/bin/sh", "-c", 'exec "$@"', "sh", *command], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    dataset, *command = sys.argv[1:]
    run(command)
    seconds = [run(command) for _ in range(RUNS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    line = {
        "dataset": dataset, "tool": "cfp", "work": "process", "threads": 2,
        "seconds": statistics.median(seconds), "runs": RUNS, "peak_rss_mb": round(peak, 1),
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
