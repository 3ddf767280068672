#!/usr/bin/env python3
"""Measures whole runs of the `cfp` command: wall time and peak memory, for each model given.

usage: measure.py CFP MODEL...

Prints the smallest and the middle time of several runs and the largest peak of memory. A run that
fails ends the measurement.
"""

import os
import statistics
import subprocess
import sys
import time

RUNS = 11


def run(command):
    """Seconds and peak MiB of one run."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"`{' '.join(command)}` ends with {child.returncode}")
    # Linux counts in KiB, macOS in bytes.
    divisor = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return seconds, usage.ru_maxrss / divisor


def main():
    program, *models = sys.argv[1:]
    for model in models:
        for command in ("footprint", "intensities"):
            seconds, memory = zip(*(run([program, command, model]) for _ in range(RUNS)))
            print(
                f"cfp {command} {model}: {min(seconds) * 1000:.1f} ms at best, "
                f"{statistics.median(seconds) * 1000:.1f} ms in the middle, {max(memory):.0f} MiB"
            )


if __name__ == "__main__":
    main()
