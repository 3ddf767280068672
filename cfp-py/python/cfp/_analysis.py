"""The part of the package that says why a footprint is so much: names only, with a stub of its own."""

from cfp._cfp import (
    Analysis,
    ContributionPart,
    ContributionRemainder,
    ContributionTable,
    PathStep,
    Paths,
    Sankey,
    SankeyLink,
    SankeyNode,
    SupplyPath,
    SupplyTree,
    TreeNode,
    Upstream,
    UpstreamRow,
)

__all__ = [
    "Analysis",
    "ContributionPart",
    "ContributionRemainder",
    "ContributionTable",
    "PathStep",
    "Paths",
    "Sankey",
    "SankeyLink",
    "SankeyNode",
    "SupplyPath",
    "SupplyTree",
    "TreeNode",
    "Upstream",
    "UpstreamRow",
]
