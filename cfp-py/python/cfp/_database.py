"""The part of the package for inventory databases: names only, with a stub of its own."""

from cfp._cfp import (
    ChainNode,
    ContributionRow,
    Contributions,
    Database,
    Figure,
    FlowRow,
    Label,
    LoopReport,
    Scores,
    SupplyChains,
)

__all__ = [
    "ChainNode",
    "ContributionRow",
    "Contributions",
    "Database",
    "Figure",
    "FlowRow",
    "Label",
    "LoopReport",
    "Scores",
    "SupplyChains",
]
