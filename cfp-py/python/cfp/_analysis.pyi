from decimal import Decimal
from typing import Final, Literal, TypeAlias, final

from cfp._cfp import Finding, Footprint, _Value
from cfp._database import Comparison, FailedDraws, Statistics
from cfp._table import Table

__all__ = [
    "Against", "Analysis", "ContributionPart", "ContributionRemainder", "ContributionTable", "FirstOrder",
    "GlobalSensitivity", "InputShare", "MonteCarlo", "PathStep", "Paths", "Sankey", "SankeyLink", "SankeyNode",
    "Sensitivities", "Sensitivity", "SobolShare", "SupplyPath", "SupplyTree", "TreeNode", "UncertainInput",
    "Upstream", "UpstreamRow",
]

_By: TypeAlias = Literal["process", "product", "gas", "category", "stage", "tag", "region", "tier", "dataset"]
_Share: TypeAlias = Decimal | str | float

@final
class Analysis:
    footprint: Final[Footprint]
    def contributions(
        self, by: _By, most: int | None = None, *, until: _Share | None = None,
    ) -> ContributionTable: ...
    def upstream(self, most: int | None = None) -> Upstream: ...
    def tree(self, cut_off: _Share | None = None, most: int = 10000) -> SupplyTree: ...
    def paths(self, most: int = 100) -> Paths: ...
    def sankey(self, cut_off: _Share | None = None, most: int = 10000) -> Sankey: ...
    def sensitivities(self) -> Sensitivities: ...
    def first_order(self) -> FirstOrder: ...
    def monte_carlo(
        self, draws: int = 1000, *, seed: int = 1, latin_hypercube: bool = False, against: str | None = None,
        against_amount: str | None = None, beside: Analysis | None = None,
    ) -> MonteCarlo: ...
    def global_sensitivity(self, pairs: int = 1000, *, seed: int = 1) -> GlobalSensitivity: ...

@final
class ContributionTable(_Value):
    by: Final[str]
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    rows: Final[Table[ContributionPart]]
    remainder: Final[ContributionRemainder | None]
    rounding: Final[Decimal]
    rounding_bound: Final[Decimal | None]
    findings: Final[Table[Finding]]

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
    positive: Final[Decimal]
    positive_bound: Final[Decimal | None]
    negative: Final[Decimal]
    negative_bound: Final[Decimal | None]
    share_percent: Final[Decimal | None]

@final
class Upstream(_Value):
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    rows: Final[Table[UpstreamRow]]
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
    gross: Final[Decimal]
    gross_bound: Final[Decimal | None]
    nodes: Final[Table[TreeNode]]
    covered: Final[Decimal]
    covered_bound: Final[Decimal | None]
    covered_percent: Final[Decimal | None]
    remainder: Final[Decimal]
    remainder_bound: Final[Decimal | None]
    remainder_positive: Final[Decimal]
    remainder_positive_bound: Final[Decimal | None]
    remainder_negative: Final[Decimal]
    remainder_negative_bound: Final[Decimal | None]
    remainder_percent: Final[Decimal | None]
    findings: Final[Table[Finding]]

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
    cut_off_positive: Final[Decimal]
    cut_off_positive_bound: Final[Decimal | None]
    cut_off_negative: Final[Decimal]
    cut_off_negative_bound: Final[Decimal | None]
    cut_off_count: Final[int]

@final
class Paths(_Value):
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    paths: Final[Table[SupplyPath]]
    covered: Final[Decimal]
    covered_bound: Final[Decimal | None]
    covered_percent: Final[Decimal | None]
    remainder: Final[Decimal]
    remainder_bound: Final[Decimal | None]
    remainder_percent: Final[Decimal | None]
    findings: Final[Table[Finding]]

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
    nodes: Final[Table[SankeyNode]]
    links: Final[Table[SankeyLink]]

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

@final
class Sensitivities:
    product: Final[str]
    demand: Final[str]
    total: Final[Decimal]
    rows: Final[Table[Sensitivity]]
    findings: Final[Table[Finding]]

@final
class Sensitivity(_Value):
    process: Final[str | None]
    exchange: Final[str]
    index: Final[int]
    kind: Final[str]
    source: Final[str | None]
    amount: Final[str]
    derivative: Final[Decimal]
    derivative_bound: Final[Decimal | None]
    unit: Final[str]
    elasticity: Final[Decimal | None]

@final
class UncertainInput(_Value):
    process: Final[str | None]
    exchange: Final[str]
    index: Final[int]
    kind: Final[str]
    source: Final[str | None]
    amount: Final[str]
    spread: Final[str]
    mean: Final[float]
    standard_deviation: Final[float]

@final
class FirstOrder:
    product: Final[str]
    demand: Final[str]
    footprint: Final[Decimal]
    mean: Final[float]
    variance: Final[float]
    standard_deviation: Final[float]
    inputs: Final[Table[InputShare]]
    not_drawn: Final[list[str]]
    findings: Final[Table[Finding]]

@final
class InputShare(_Value):
    process: Final[str | None]
    exchange: Final[str]
    index: Final[int]
    kind: Final[str]
    source: Final[str | None]
    amount: Final[str]
    spread: Final[str]
    mean: Final[float]
    standard_deviation: Final[float]
    derivative: Final[float]
    variance: Final[float]
    share_percent: Final[float | None]

@final
class MonteCarlo:
    product: Final[str]
    demand: Final[str]
    footprint: Final[Decimal]
    seed: Final[int]
    latin_hypercube: Final[bool]
    statistics: Final[Statistics]
    against: Final[Against | None]
    inputs: Final[Table[UncertainInput]]
    not_drawn: Final[list[str]]
    findings: Final[Table[Finding]]
    values: Final[list[float]]

@final
class Against:
    model: Final[str | None]
    product: Final[str]
    demand: Final[str]
    footprint: Final[Decimal]
    statistics: Final[Statistics]
    comparison: Final[Comparison]
    values: Final[list[float]]

@final
class GlobalSensitivity:
    product: Final[str]
    demand: Final[str]
    footprint: Final[Decimal]
    seed: Final[int]
    pairs: Final[int]
    evaluations: Final[int]
    failed: Final[Table[FailedDraws]]
    mean: Final[float | None]
    variance: Final[float | None]
    inputs: Final[Table[SobolShare]]
    not_drawn: Final[list[str]]
    findings: Final[Table[Finding]]

@final
class SobolShare(_Value):
    process: Final[str | None]
    exchange: Final[str]
    index: Final[int]
    kind: Final[str]
    source: Final[str | None]
    amount: Final[str]
    spread: Final[str]
    mean: Final[float]
    standard_deviation: Final[float]
    first_order: Final[float | None]
    first_order_error: Final[float | None]
    total: Final[float | None]
    total_error: Final[float | None]
