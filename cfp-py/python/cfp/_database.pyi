import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

from cfp._cfp import Finding, GwpSet, _Number, _Quantity, _Value
from cfp._table import Table

__all__ = [
    "ChainNode", "Comparison", "ContributionOthers", "ContributionRow", "Contributions", "Database", "DatabaseDraws", "DatabasePath",
    "DatabasePaths", "DatabaseStep", "DatabaseVariance", "EntrySensitivities", "EntrySensitivity",
    "EntryVariance", "FailedDraws", "Figure", "FlowRow", "Label", "LeftOutRow", "LoopReport", "Percentile", "Scores",
    "Statistics", "SupplyChains",
]

_Floats: TypeAlias = npt.NDArray[np.float64]
_Indices: TypeAlias = npt.NDArray[np.int32] | npt.NDArray[np.int64]
_Triplets: TypeAlias = tuple[_Indices, _Indices, _Floats]
# A sparse matrix of SciPy, which is not needed to check types.
_Matrix: TypeAlias = Any
_Labels: TypeAlias = Sequence[str] | Sequence[Mapping[str, str | None]] | Sequence[str | Mapping[str, str | None]]
_Which: TypeAlias = int | str
_Amount: TypeAlias = _Number | _Quantity
_Characterisation: TypeAlias = str | GwpSet | Mapping[int, float] | Mapping[str, float] | _Floats
# A structured array with the fields of stats_arrays.
_Spreads: TypeAlias = npt.NDArray[np.void]
_Change: TypeAlias = tuple[Literal["exchange", "emission"], _Which, _Which, float]

@final
class Database:
    @staticmethod
    def from_matrices(
        technosphere: _Matrix, emissions: _Matrix, *, products: _Labels | None = None,
        processes: _Labels | None = None, flows: _Labels | None = None,
        references: _Indices | Sequence[int] | None = None,
    ) -> Database: ...
    @staticmethod
    def from_triplets(
        size: int, technosphere: _Triplets, n_flows: int, emissions: _Triplets, *,
        products: _Labels | None = None, processes: _Labels | None = None, flows: _Labels | None = None,
        references: _Indices | Sequence[int] | None = None, technosphere_spreads: _Spreads | None = None,
        emission_spreads: _Spreads | None = None,
    ) -> Database: ...
    @staticmethod
    def read(*paths: str | os.PathLike[str], column: int | None = None, spreads: bool = True, allow_large: bool = False) -> Database: ...
    characterisations: Final[list[str]]
    findings: Final[Table[Finding]]
    size: Final[int]
    flow_count: Final[int]
    exchanges: Final[int]
    emissions: Final[int]
    def find_product(self, text: str) -> int: ...
    def find_process(self, text: str) -> int: ...
    def find_flow(self, text: str) -> int: ...
    def product(self, product: _Which) -> Label | None: ...
    def process(self, process: _Which) -> Label | None: ...
    def flow(self, flow: _Which) -> Label | None: ...
    def scores(
        self, characterisation: _Characterisation, *, spreads: _Spreads | None = None, allow_held_loops: bool = False,
        gases: Mapping[str, str] | None = None, leave_out: Sequence[str] | None = None,
    ) -> Scores: ...
    def scores_of(self, characterisations: Iterable[_Characterisation]) -> list[Scores]: ...

@final
class Scores:
    characterisation: Final[str]
    source: Final[str | None]
    unit: Final[str | None]
    left_out: Final[Table[LeftOutRow]]
    def __len__(self) -> int: ...
    def __getitem__(self, product: _Which, /) -> Figure: ...
    def values(self) -> _Floats: ...
    def standings(self) -> list[str]: ...
    def bounds(self) -> _Floats: ...
    def score(self, product: _Which, amount: _Amount) -> Figure: ...
    def demands(self, products: _Indices, amounts: _Floats) -> tuple[_Floats, _Floats]: ...
    loops: Final[Table[LoopReport]]
    findings: Final[Table[Finding]]
    def contributions(self, product: _Which, amount: _Amount | None = None) -> Contributions: ...
    def supply_chains(
        self, product: _Which, amount: _Amount | None = None, cut_off: float = 0.001, most: int = 10000,
    ) -> SupplyChains: ...
    def paths(self, product: _Which, amount: _Amount | None = None, most: int = 100) -> DatabasePaths: ...
    def changed(self, changes: Iterable[_Change]) -> tuple[Database, Scores]: ...
    def monte_carlo(
        self, demands: Iterable[_Which | tuple[_Which, _Amount]], draws: int = 1000, seed: int = 1,
        latin_hypercube: bool = False,
    ) -> DatabaseDraws: ...
    def analytic(self, product: _Which, amount: _Amount | None = None, most: int = 100) -> DatabaseVariance: ...
    def sensitivities(self, product: _Which, amount: _Amount | None = None, most: int = 100) -> EntrySensitivities: ...

@final
class Figure(_Value):
    value: Final[Decimal]
    bound: Final[Decimal | None]

@final
class Label(_Value):
    id: Final[str]
    name: Final[str]
    location: Final[str | None]
    unit: Final[str | None]

@final
class LoopReport(_Value):
    processes: Final[int]
    exchanges: Final[int]
    method: Final[str]
    proved: Final[bool]
    standing: Final[str]
    backward_error: Final[float]

@final
class Contributions:
    total: Final[Figure]
    gross: Final[Figure]
    rows: Final[Table[ContributionRow]]
    findings: Final[Table[Finding]]
    def flows(self) -> Table[FlowRow]: ...
    def until(self, share: Decimal | str | float) -> int: ...
    def others(self, first: int) -> ContributionOthers: ...

@final
class ContributionOthers(_Value):
    processes: Final[int]
    score: Final[Figure]
    positive: Final[Figure]
    negative: Final[Figure]

@final
class ContributionRow(_Value):
    process: Final[int]
    label: Final[Label | None]
    runs: Final[Figure]
    score: Final[Figure]

@final
class FlowRow(_Value):
    flow: Final[int]
    label: Final[Label | None]
    amount: Final[Figure]
    score: Final[Figure]

@final
class LeftOutRow(_Value):
    flow: Final[int]
    label: Final[Label | None]
    reason: Final[str]

@final
class SupplyChains(_Value):
    nodes: Final[Table[ChainNode]]
    gross: Final[Figure]
    covered: Final[Figure]
    remainder: Final[Figure]
    remainder_positive: Final[Figure]
    remainder_negative: Final[Figure]
    findings: Final[list[Finding]]

@final
class ChainNode(_Value):
    parent: Final[int | None]
    depth: Final[int]
    product: Final[int]
    label: Final[Label | None]
    amount: Final[Figure]
    score: Final[Figure]
    direct: Final[Figure]

@final
class DatabaseDraws:
    draws: Final[int]
    seed: Final[int]
    sampling: Final[str]
    inputs: Final[int]
    demands: Final[int]
    failed: Final[Table[FailedDraws]]
    findings: Final[Table[Finding]]
    values: Final[_Floats]
    def statistics(self, demand: int = 0) -> Statistics: ...
    def compare(self, first: int, second: int) -> Comparison: ...

@final
class Statistics(_Value):
    draws: Final[int]
    used: Final[int]
    failed: Final[Table[FailedDraws]]
    mean: Final[float | None]
    standard_error: Final[float | None]
    standard_deviation: Final[float | None]
    variance: Final[float | None]
    coefficient_of_variation: Final[float | None]
    median: Final[float | None]
    percentiles: Final[Table[Percentile]]

@final
class Percentile(_Value):
    percent: Final[float]
    value: Final[float]
    low: Final[float | None]
    high: Final[float | None]

@final
class FailedDraws(_Value):
    reason: Final[str]
    count: Final[int]
    first_draw: Final[int]

@final
class Comparison(_Value):
    used: Final[int]
    less: Final[int]
    equal: Final[int]
    probability: Final[float | None]
    low: Final[float | None]
    high: Final[float | None]
    difference: Final[Statistics]

@final
class DatabaseVariance(_Value):
    score: Final[float]
    mean: Final[float]
    variance: Final[float]
    standard_deviation: Final[float]
    coefficient_of_variation: Final[float | None]
    inputs: Final[int]
    rows: Final[Table[EntryVariance]]
    others: Final[float]
    others_share_percent: Final[float | None]

@final
class EntryVariance(_Value):
    kind: Final[str]
    product: Final[int | None]
    flow: Final[int | None]
    process: Final[int | None]
    amount: Final[float]
    derivative: Final[float]
    standard_deviation: Final[float]
    variance: Final[float]
    share_percent: Final[float]

@final
class EntrySensitivities(_Value):
    score: Final[float]
    rows: Final[Table[EntrySensitivity]]
    others: Final[int]

@final
class EntrySensitivity(_Value):
    kind: Final[str]
    product: Final[int | None]
    flow: Final[int | None]
    process: Final[int | None]
    amount: Final[float]
    derivative: Final[float]
    elasticity: Final[float | None]

@final
class DatabasePaths(_Value):
    total: Final[Figure]
    paths: Final[Table[DatabasePath]]
    covered: Final[Figure]
    remainder: Final[Figure]
    findings: Final[Table[Finding]]

@final
class DatabasePath(_Value):
    steps: Final[list[DatabaseStep]]
    score: Final[Figure]
    share_percent: Final[Decimal | None]

@final
class DatabaseStep(_Value):
    product: Final[int]
    label: Final[Label | None]
    amount: Final[Figure]
