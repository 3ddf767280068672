#!/usr/bin/env python3
"""Prints a model whose processes form a tree: each makes one part of the one above it.

usage: tree.py [PROCESSES] [CHILDREN] > tree.toml

Amounts differ from process to process, so that no two computations are the same. With one child
for each process the tree is a chain.
"""

import sys


def process(number, processes, children):
    """The TOML of a process: its product, its parts, electricity and what it emits."""
    first = number * children + 1
    parts = range(first, min(first + children, processes))
    takes = [f'"part {part}" = "{1 + part % 7}.{part % 10} kg"' for part in parts]
    takes.append(f'electricity = "0.{1 + number % 9} kWh"')
    return (
        "[[process]]\n"
        f'name = "make part {number}"\n'
        f'makes = {{ "part {number}" = "{10 + number % 13} kg" }}\n'
        f"takes = {{ {', '.join(takes)} }}\n"
        f'emits = {{ "CO2, fossil" = "0.{1 + number % 97} kg" }}\n'
    )


def main():
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    children = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    write = sys.stdout.write
    write(
        f'name = "A tree of {processes} processes"\n'
        'product = "part 0"\namount = "1 kg"\ngwp = "AR6-100"\nregion = "CN"\nyear = 2024\n\n'
    )
    for number in range(processes):
        write(process(number, processes, children))
    write('\n[supply.electricity]\nfactor = "electricity"\n')


if __name__ == "__main__":
    main()
