"""The part of the package for changes of a footprint: names only, with a stub of its own."""

from cfp._cfp import (
    BreakEven,
    Difference,
    DifferencePart,
    Meeting,
    Scenario,
    Scenarios,
    Sweep,
    SweepRow,
)

__all__ = [
    "BreakEven",
    "Difference",
    "DifferencePart",
    "Meeting",
    "Scenario",
    "Scenarios",
    "Sweep",
    "SweepRow",
]
