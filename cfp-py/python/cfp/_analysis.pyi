from decimal import Decimal
from typing import Final, Literal, TypeAlias, final

from cfp._cfp import Finding, Footprint, _Value

__all__ = [
    "Analysis", "ContributionPart", "ContributionRemainder", "ContributionTable", "PathStep", "Paths",
    "Sankey", "SankeyLink", "SankeyNode", "SupplyPath", "SupplyTree", "TreeNode", "Upstream", "UpstreamRow",
]

_By: TypeAlias = Literal["process", "product", "gas", "category", "stage", "tag", "region", "tier", "dataset"]
_Share: TypeAlias = Decimal | str | float

@final
class Analysis:
    footprint: Final[Footprint]
    def contributions(self, by: _By, most: int | None = None) -> ContributionTable: ...
    def upstream(self, most: int | None = None) -> Upstream: ...
    def tree(self, cut_off: _Share | None = None, most: int = 10000) -> SupplyTree: ...
    def paths(self, most: int = 100) -> Paths: ...
    def sankey(self, cut_off: _Share | None = None, most: int = 10000) -> Sankey: ...

@final
class ContributionTable(_Value):
    by: Final[str]
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    rows: Final[list[ContributionPart]]
    remainder: Final[ContributionRemainder | None]
    rounding: Final[Decimal]
    rounding_bound: Final[Decimal | None]

@final
class ContributionPart(_Value):
    kind: Final[str]
    name: Final[str | None]
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]
    share_percent: Final[Decimal | None]

@final
class ContributionRemainder(_Value):
    name: Final[str]
    count: Final[int | None]
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]
    share_percent: Final[Decimal | None]

@final
class Upstream(_Value):
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    rows: Final[list[UpstreamRow]]
    left_out: Final[int]

@final
class UpstreamRow(_Value):
    kind: Final[str]
    process: Final[str]
    product: Final[str]
    amount: Final[Decimal]
    amount_bound: Final[Decimal | None]
    unit: Final[str]
    direct: Final[Decimal]
    direct_bound: Final[Decimal | None]
    direct_percent: Final[Decimal | None]
    upstream: Final[Decimal | None]
    upstream_bound: Final[Decimal | None]
    upstream_percent: Final[Decimal | None]

@final
class SupplyTree(_Value):
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    nodes: Final[list[TreeNode]]
    covered: Final[Decimal]
    covered_bound: Final[Decimal | None]
    covered_percent: Final[Decimal | None]
    remainder: Final[Decimal]
    remainder_bound: Final[Decimal | None]
    remainder_percent: Final[Decimal | None]

@final
class TreeNode(_Value):
    parent: Final[int | None]
    depth: Final[int]
    kind: Final[str]
    process: Final[str]
    product: Final[str]
    amount: Final[Decimal]
    amount_bound: Final[Decimal | None]
    unit: Final[str]
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]
    share_percent: Final[Decimal | None]
    direct: Final[Decimal]
    direct_bound: Final[Decimal | None]
    cut_off: Final[Decimal]
    cut_off_bound: Final[Decimal | None]
    cut_off_count: Final[int]

@final
class Paths(_Value):
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    paths: Final[list[SupplyPath]]
    covered: Final[Decimal]
    covered_bound: Final[Decimal | None]
    covered_percent: Final[Decimal | None]
    remainder: Final[Decimal]
    remainder_bound: Final[Decimal | None]
    remainder_percent: Final[Decimal | None]
    findings: Final[list[Finding]]

@final
class SupplyPath(_Value):
    steps: Final[list[PathStep]]
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]
    share_percent: Final[Decimal | None]

@final
class PathStep(_Value):
    kind: Final[str]
    process: Final[str]
    product: Final[str]
    amount: Final[Decimal]
    amount_bound: Final[Decimal | None]
    unit: Final[str]

@final
class Sankey(_Value):
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    nodes: Final[list[SankeyNode]]
    links: Final[list[SankeyLink]]

@final
class SankeyNode(_Value):
    kind: Final[str]
    process: Final[str]
    product: Final[str]
    amount: Final[Decimal | None]
    amount_bound: Final[Decimal | None]
    unit: Final[str]
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]
    share_percent: Final[Decimal | None]
    direct: Final[Decimal]
    direct_bound: Final[Decimal | None]

@final
class SankeyLink(_Value):
    source: Final[int]
    target: Final[int]
    amount: Final[Decimal | None]
    amount_bound: Final[Decimal | None]
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]
