import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeAlias, final

from typing_extensions import Self

from cfp._analysis import (
    Against, Analysis, ContributionPart, ContributionRemainder, ContributionTable, FirstOrder, GlobalSensitivity,
    InputShare, MonteCarlo, PathStep, Paths, Sankey, SankeyLink, SankeyNode, Sensitivities, Sensitivity, SobolShare,
    SupplyPath, SupplyTree, TreeNode, UncertainInput, Upstream, UpstreamRow,
)
from cfp._database import (
    ChainNode, Comparison, ContributionOthers, ContributionRow, Contributions, Database, DatabaseDraws,
    DatabasePath, DatabasePaths,
    DatabaseStep, DatabaseVariance, EntrySensitivities, EntrySensitivity, EntryVariance, FailedDraws, Figure,
    FlowRow, Label, LeftOutRow, LoopReport, Percentile, Scores, Statistics, SupplyChains, _Indices, _Labels, _Spreads,
    _Triplets,
)
from cfp._editions import (
    ChangedRow, DatasetDiff, DiffRow, Lock, LockChange, LockedDataset, LockedGwp, LockedRegion, RewrittenRow, TextChange,
)
from cfp._scenario import (
    BreakEven, Difference, DifferencePart, Meeting, Scenario, Scenarios, Sweep, SweepRow,
)
from cfp._table import Table
from cfp.cbam import (
    AnodeRow, Benchmark, Bridge, BridgeLine, ComparedYear, Comparison as CbamComparison, Declaration,
    DeclarationTotals, DeclaredGood, DefaultValue, EmbeddedGood, EmbeddedProcess, EmbeddedReport, EnergyUnitRow,
    HoldingRow, Installation, MeasuredRow, PrecursorUse, ScheduleRow, StreamRow, SupplierEffect, Threshold,
    WorkbookFigure, benchmark, cbam_factor, declaration, default_value, mark_up, template,
)

__all__ = [
    "Against", "AllocationError", "Analysis", "AnodeRow", "Benchmark", "BreakEven", "Bridge", "BridgeLine",
    "CbamComparison", "CfpError", "ChainNode", "ChangedRow", "CheckReport", "Circular", "ComparedYear",
    "Comparison", "ContributionOthers", "ContributionPart", "ContributionRemainder", "ContributionRow",
    "ContributionTable",
    "Contributions", "CoverageRow", "CutOffRow", "DataQuality", "Database", "DatabaseDraws", "DatabasePath",
    "DatabasePaths", "DatabaseStep", "DatabaseVariance", "Dataset", "DatasetDiff", "Declaration",
    "DeclarationTotals", "DeclaredGood", "DefaultValue", "DiffRow", "Difference", "DifferencePart", "Electricity",
    "ElectricityRow", "EmbeddedGood", "EmbeddedProcess", "EmbeddedReport", "EnergyUnitRow", "EntrySensitivities",
    "EntrySensitivity", "EntryVariance", "Factor", "FactorError", "FailedDraws", "Figure", "Finding", "FirstOrder",
    "FlowRow", "Footprint", "FormatError", "GasRow", "GlobalSensitivity", "GwpSet", "HoldingRow", "InputShare",
    "Installation", "Intensities", "Intensity", "Label", "LeftOutRow", "LinkError", "Lock", "LockChange", "LockedDataset",
    "LockedGwp", "LockedRegion", "LoopReport", "MeasuredRow", "Meeting", "Model", "MonteCarlo", "PathStep", "Paths", "Percentile",
    "PrecursorUse", "Problem", "Process", "ProcessRow", "ProfileFinding", "Provenance", "Ratings", "Region",
    "RegionRow", "Registry", "Result", "RewrittenRow", "Sankey", "SankeyLink", "SankeyNode", "Scenario", "Scenarios", "ScheduleRow",
    "Scores", "Sensitivities", "Sensitivity", "SobolShare", "SolveError", "StageRow", "Statistics", "StreamRow",
    "SupplierEffect", "SupplierRow", "Supply", "SupplyChains", "SupplyPath", "SupplyTree", "Sweep", "SweepRow",
    "System", "Table", "TermRow", "TextChange", "Threshold", "TreeNode", "UncertainInput", "UnitError", "Upstream", "UpstreamRow",
    "UsedFactor", "ValueDifference", "Verification", "WorkbookFigure", "benchmark", "cbam_factor", "check_datasets",
    "declaration", "default_value", "mark_up", "pack_dataset", "profiles", "read_model", "sum_factors", "template",
    "verify", "write_file", "_run_command",
]

_Quantity: TypeAlias = str | tuple[Decimal | int, str]
_Exchange: TypeAlias = _Quantity | Mapping[str, Any]
_Exchanges: TypeAlias = _Exchange | Sequence[_Exchange]
_Supply: TypeAlias = Supply | Factor | _Quantity
_Number: TypeAlias = str | Decimal | int
_Text: TypeAlias = str | None
_Gwp: TypeAlias = str | GwpSet | Mapping[str, _Number] | Mapping[str, _Number | Mapping[str, _Number]]
_Path: TypeAlias = str | os.PathLike[str]
_Day: TypeAlias = str | datetime.date

class _Value:
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

class _Stored(_Value):
    def to_json(self) -> str: ...
    @classmethod
    def from_json(cls, text: str) -> Self: ...

class _Taken(_Value):
    flow: Final[str]
    amount: Final[Decimal]
    amount_bound: Final[Decimal | None]
    unit: Final[str]

class CfpError(Exception):
    problems: tuple[Problem, ...]

class UnitError(CfpError): ...
class LinkError(CfpError): ...
class FactorError(CfpError): ...
class AllocationError(CfpError): ...
class SolveError(CfpError): ...
class FormatError(CfpError): ...

@final
class Problem(_Value):
    def __new__(
        cls, code: str, message: str, where: str | None, hint: str | None, details: list[tuple[str, str]],
    ) -> Self: ...
    code: Final[str]
    message: Final[str]
    where: Final[str | None]
    hint: Final[str | None]
    details: Final[list[tuple[str, str]]]

@final
class Process(_Value):
    def __new__(
        cls, name: str, *, makes: Mapping[str, _Exchanges] | None = None,
        takes: Mapping[str, _Exchanges] | None = None, treats: Mapping[str, _Exchanges] | None = None,
        discards: Mapping[str, _Exchanges] | None = None, avoids: Mapping[str, _Exchanges] | None = None,
        emits: Mapping[str, _Exchanges] | None = None, removes: Mapping[str, _Exchanges] | None = None,
        region: str | None = None, year: int | None = None, stage: str | None = None,
        tags: Iterable[str] | None = None, allocate: str | None = None,
    ) -> Self: ...
    name: Final[str]
    def makes(self, product: str, amount: _Exchanges, **details: Any) -> Process: ...
    def takes(self, product: str, amount: _Exchanges, **details: Any) -> Process: ...
    def treats(self, waste: str, amount: _Exchanges, **details: Any) -> Process: ...
    def discards(self, waste: str, amount: _Exchanges, **details: Any) -> Process: ...
    def avoids(self, flow: str, amount: _Exchanges, **details: Any) -> Process: ...
    def emits(self, gas: str, amount: _Exchanges, **details: Any) -> Process: ...
    def removes(self, gas: str, amount: _Exchanges, **details: Any) -> Process: ...

@final
class Circular(_Value):
    def __new__(
        cls, name: str, per: _Quantity, *,
        recycled_content: _Number | None = None, recycled_afterwards: _Number | None = None,
        to_energy: _Number | None = None, sharing: _Number | None = None,
        energy_sharing: _Number | None = None, quality_in: _Number | None = None,
        quality_out: _Number | None = None, virgin: str | None = None,
        displaces: str | None = None, recycled: str | None = None, recycling: str | None = None,
        energy_recovery: str | None = None, heating_value: _Quantity | None = None,
        heat: Mapping[str, _Number] | None = None,
        electricity: Mapping[str, _Number] | None = None, disposal: str | None = None,
    ) -> Self: ...
    name: Final[str]

@final
class Supply(_Value):
    def __new__(
        cls, intensity: _Quantity, *,
        supplier: _Text = None, source: _Text = None, boundary: _Text = None, region: _Text = None,
        primary: bool | None = None, primary_share: _Number | None = None,
        quality: Sequence[_Number] | None = None, categories: Mapping[str, _Quantity] | None = None,
        electricity: Electricity | None = None, gwp: _Text = None, validity: _Text = None,
        spread: Mapping[str, Any] | None = None, pedigree: Sequence[int] | None = None,
    ) -> Self: ...
    @staticmethod
    def mix(members: Iterable[tuple[_Number, _Supply]]) -> Supply: ...

@final
class Electricity(_Value):
    def __new__(
        cls, treatment: str, *, instrument: _Text = None, period: _Text = None,
        volume: _Quantity | None = None, location_based: _Supply | None = None,
    ) -> Self: ...

@final
class System:
    def __new__(
        cls, *processes: Process | Circular, supply: Mapping[str, _Supply] | None = None,
        cut_off: Iterable[str] | Mapping[str, _Supply | None] | None = None, region: str | None = None,
    ) -> Self: ...
    @staticmethod
    def from_triplets(
        size: int, technosphere: _Triplets, n_flows: int, emissions: _Triplets, *,
        products: _Labels | None = None, processes: _Labels | None = None, flows: _Labels | None = None,
        references: _Indices | Sequence[int] | None = None, technosphere_spreads: _Spreads | None = None,
        emission_spreads: _Spreads | None = None,
    ) -> Database: ...
    products: Final[list[str]]
    def footprint(self, product: str, amount: _Quantity, gwp: _Gwp, *, from_: _Text = None) -> Footprint: ...
    def analyse(self, product: str, amount: _Quantity, gwp: _Gwp, *, from_: _Text = None) -> Analysis: ...
    def intensities(self, gwp: _Gwp, *, gases: bool = False) -> Intensities: ...
    def difference(
        self, product: str, amount: _Quantity, gwp: _Gwp, *,
        supply: Mapping[str, tuple[_Supply, _Supply]] | None = None,
        gwp_after: _Gwp | None = None, from_: _Text = None,
    ) -> Difference: ...

@final
class GwpSet(_Value):
    def __new__(
        cls, name: str, values: Mapping[str, _Number] | Mapping[str, _Number | Mapping[str, _Number]],
    ) -> Self: ...
    name: Final[str]
    dataset: Final[Dataset | None]

@final
class Dataset(_Value):
    id: Final[str]
    version: Final[str]
    selector: Final[str]
    supersedes: Final[str | None]
    title: Final[str]
    title_zh: Final[str | None]
    publisher: Final[str]
    document: Final[str]
    url: Final[str | None]
    reference_year: Final[int | None]
    serves: Final[list[int]]
    published: Final[str]
    kinds: Final[list[str]]
    regions: Final[list[str]]
    metrics: Final[list[str]]
    gas_basis: Final[str]
    gwp_set: Final[str | None]
    licence: Final[str]
    licence_url: Final[str | None]
    redistribution: Final[bool]
    attribution: Final[str]
    sha256: Final[str]

@final
class Factor(_Value):
    value: Final[Decimal]
    text: Final[str]
    unit: Final[str]
    activity: Final[str]
    activity_zh: Final[str | None]
    kind: Final[str]
    region: Final[str]
    year: Final[int]
    served_year: Final[int | None]
    gwp_set: Final[str | None]
    dataset: Final[Dataset]
    row: Final[str]
    place: Final[str]
    url: Final[str | None]
    confidence: Final[str]
    note: Final[str | None]
    steps: Final[list[str]]
    over: Final[list[str]]

@final
class Registry:
    @staticmethod
    def bundled() -> Registry: ...
    @staticmethod
    def open(path: _Path, *, over: Registry | None = None) -> Registry: ...
    def as_of(self, day: _Day) -> Registry: ...
    def locked(self, lock: Lock) -> Registry: ...
    def find(
        self, activity: str, *, region: str | None = None, year: int | None = None, kind: str | None = None,
        dataset: str | None = None, per: str | None = None, up_to_region: str | None = None, up_to_years_old: int = 0,
    ) -> Factor: ...
    def search(
        self, words: str = "", *, region: str | None = None, year: int | None = None, kind: str | None = None,
        unit: str | None = None, dataset: str | None = None,
    ) -> Table[Factor]: ...
    def datasets(self) -> Table[Dataset]: ...
    def diff(self, before: str, after: str) -> DatasetDiff: ...
    def regions(self) -> Table[Region]: ...
    def gwp_names(self) -> list[str]: ...
    def gwp(self, name: str) -> GwpSet: ...

@final
class Region(_Value):
    code: Final[str]
    parent: Final[str | None]
    level: Final[str]
    name: Final[str]
    name_zh: Final[str]
    also: Final[list[str]]
    source: Final[str]

@final
class CheckReport(_Value):
    datasets: Final[list[str]]
    rows: Final[int]
    problems: Final[list[Problem]]

@final
class Footprint(_Stored):
    product: Final[str]
    demand: Final[str]
    gwp: Final[str]
    gwp_source: Final[str | None]
    total: Final[Decimal]
    bound: Final[Decimal | None]
    total_without_biogenic_uptake: Final[Decimal]
    by_category: Final[dict[str, Decimal]]
    inventory: Final[Table[GasRow]]
    def by_process(self) -> Table[ProcessRow]: ...
    by_stage: Final[Table[StageRow]]
    by_region: Final[Table[RegionRow]]
    suppliers: Final[Table[SupplierRow]]
    electricity: Final[Table[ElectricityRow]]
    location_based_total: Final[Decimal | None]
    cut_offs: Final[Table[CutOffRow]]
    data_quality: Final[DataQuality]
    coverage: Final[Table[CoverageRow]]
    def supply(
        self, *, supplier: _Text = None, source: _Text = None, boundary: _Text = None,
        region: _Text = None, validity: _Text = None,
    ) -> Supply: ...
    terms: Final[Table[TermRow]]
    factors: Final[Table[UsedFactor]]
    findings: Final[Table[Finding]]
    def _repr_html_(self) -> str: ...

class _Contribution(_Value):
    co2e: Final[Decimal]
    co2e_bound: Final[Decimal | None]

@final
class ProcessRow(_Contribution):
    kind: Final[str]
    process: Final[str]
    product: Final[str]
    runs: Final[Decimal]
    runs_bound: Final[Decimal | None]
    unit: Final[str]
    share_percent: Final[Decimal | None]

@final
class TermRow(_Taken, _Contribution):
    process: Final[str]
    term: Final[str]

@final
class StageRow(_Contribution):
    stage: Final[str | None]
    share_percent: Final[Decimal | None]

@final
class RegionRow(_Value):
    region: Final[str | None]
    territorial: Final[Decimal]
    territorial_bound: Final[Decimal | None]
    embodied: Final[Decimal]
    embodied_bound: Final[Decimal | None]

@final
class SupplierRow(_Taken, _Contribution):
    supplier: Final[str | None]
    source: Final[str | None]
    boundary: Final[str | None]
    gwp: Final[str | None]
    validity: Final[str | None]
    primary_percent: Final[Decimal | None]

@final
class ElectricityRow(_Taken, _Contribution):
    treatment: Final[str]
    instrument: Final[str | None]
    period: Final[str | None]
    volume: Final[str | None]
    location_based: Final[Decimal | None]
    location_based_bound: Final[Decimal | None]

@final
class CutOffRow(_Taken):
    exchanges: Final[int]
    estimate: Final[Decimal | None]
    estimate_bound: Final[Decimal | None]
    estimate_percent: Final[Decimal | None]

@final
class DataQuality(_Value):
    primary_percent: Final[Decimal | None]
    metered_percent: Final[Decimal | None]
    secondary_percent: Final[Decimal | None]
    not_stated_percent: Final[Decimal | None]
    ratings: Final[Ratings | None]

@final
class Ratings(_Value):
    technology: Final[Decimal | None]
    geography: Final[Decimal | None]
    time: Final[Decimal | None]
    covered_percent: Final[Decimal | None]

@final
class CoverageRow(_Contribution):
    kind: Final[str]
    source: Final[str | None]
    version: Final[str | None]
    region: Final[str | None]
    year: Final[int | None]
    exact: Final[bool | None]
    share_percent: Final[Decimal | None]

@final
class GasRow(_Contribution):
    gas: Final[str]
    category: Final[str]
    mass_kg: Final[Decimal | None]
    mass_kg_bound: Final[Decimal | None]

@final
class UsedFactor(_Value):
    value: Final[Decimal]
    text: Final[str]
    flow: Final[str]
    dataset: Final[str]
    version: Final[str]
    row: Final[str]
    unit: Final[str]
    region: Final[str]
    year: Final[int | None]
    kind: Final[str]
    gwp_set: Final[str | None]
    steps: Final[list[str]]
    over: Final[list[str]]

@final
class Finding(_Value):
    code: Final[str]
    message: Final[str]
    hint: Final[str]

@final
class ProfileFinding(_Value):
    code: Final[str]
    clause: Final[str]
    severity: Final[str]
    message: Final[str]
    hint: Final[str]
    basis: Final[str]

@final
class Intensities(_Stored):
    gwp: Final[str]
    gwp_source: Final[str | None]
    rows: Final[Table[Intensity]]
    refused: Final[list[tuple[str, str, str, str]]]
    findings: Final[Table[Finding]]

@final
class Intensity(_Value):
    product: Final[str]
    process: Final[str]
    unit: Final[str]
    total: Final[Decimal]
    bound: Final[Decimal | None]
    by_category: Final[dict[str, Decimal]]
    inventory: Final[list[GasRow]]

@final
class Result(_Value):
    footprint: Final[Footprint]
    provenance: Final[Provenance]
    text: Final[str]
    @classmethod
    def from_json(cls, text: str) -> Result: ...

@final
class Provenance(_Value):
    program: Final[str]
    model: Final[str]
    sha256: Final[str]
    options: Final[dict[str, str | int]]
    as_of: Final[str | None]
    lock: Final[Lock]

@final
class Verification(_Value):
    agrees: Final[bool]
    compared: Final[int]
    differences: Final[list[ValueDifference]]

@final
class ValueDifference(_Value):
    path: Final[str]
    stored: Final[str | None]
    recomputed: Final[str | None]

@final
class Model:
    name: Final[str | None]
    product: Final[str | None]
    processes: Final[list[str]]
    cut_off: Final[list[str]]
    parameters: Final[dict[str, tuple[Decimal, str] | None]]
    def footprint(
        self, product: str | None = None, amount: _Quantity | None = None, gwp: str | None = None, *,
        from_: str | None = None, up_to_region: str | None = None, up_to_years_old: int | None = None,
        parameters: Mapping[str, _Number | _Quantity] | None = None,
        scenario: str | None = None,
    ) -> Footprint: ...
    def analyse(
        self, product: str | None = None, amount: _Quantity | None = None, gwp: str | None = None, *,
        from_: str | None = None, up_to_region: str | None = None, up_to_years_old: int | None = None,
        parameters: Mapping[str, _Number | _Quantity] | None = None,
        scenario: str | None = None,
    ) -> Analysis: ...
    def result(
        self, product: str | None = None, amount: _Quantity | None = None, gwp: str | None = None, *,
        from_: str | None = None, up_to_region: str | None = None, up_to_years_old: int | None = None,
        parameters: Mapping[str, _Number | _Quantity] | None = None,
        scenario: str | None = None,
    ) -> Result: ...
    def check(
        self, profile: str, product: str | None = None, amount: _Quantity | None = None,
        gwp: str | None = None, *, from_: str | None = None, up_to_region: str | None = None,
        up_to_years_old: int | None = None, parameters: Mapping[str, _Number | _Quantity] | None = None,
        scenario: str | None = None,
    ) -> Table[ProfileFinding]: ...
    def difference(
        self, before: str, after: str, product: str | None = None, amount: _Quantity | None = None,
        gwp: str | None = None, *, from_: str | None = None, up_to_region: str | None = None,
        up_to_years_old: int | None = None, parameters: Mapping[str, _Number | _Quantity] | None = None,
        registry: Registry | None = None,
    ) -> Difference: ...
    scenario_names: Final[list[str]]
    def scenarios(
        self, product: str | None = None, amount: _Quantity | None = None, gwp: str | None = None, *,
        only: Sequence[str] | None = None, from_: str | None = None, up_to_region: str | None = None,
        up_to_years_old: int | None = None, parameters: Mapping[str, _Number | _Quantity] | None = None,
    ) -> Scenarios: ...
    def sweep(
        self, start: str, end: str, steps: int = 10, *, parameter: str | None = None, supply: str | None = None,
        scenario: str | None = None, product: str | None = None, amount: _Quantity | None = None,
        from_: str | None = None, gwp: str | None = None,
    ) -> Sweep: ...
    def break_even(
        self, between: tuple[str, str], *, parameter: str | None = None, supply: str | None = None,
        equals: str | None = None, against: str | None = None, against_amount: str | None = None,
        against_maker: str | None = None, against_scenario: str | None = None, scenario: str | None = None,
        product: str | None = None, amount: _Quantity | None = None, from_: str | None = None, gwp: str | None = None,
    ) -> BreakEven: ...
    def intensities(
        self, gwp: str | None = None, *, up_to_region: str | None = None, up_to_years_old: int | None = None,
        parameters: Mapping[str, _Number | _Quantity] | None = None,
        scenario: str | None = None, gases: bool = False,
    ) -> Intensities: ...
    def lock(
        self, gwp: str | None = None, *, up_to_region: str | None = None, up_to_years_old: int | None = None,
    ) -> Lock: ...

def pack_dataset(
    header: _Path, table: _Path, *, today: _Day | None = None, over: Registry | None = None, allow_large: bool = False,
) -> list[tuple[str, bytes]]: ...
def check_datasets(
    path: _Path, *, own: bool = False, today: _Day | None = None, over: Registry | None = None, lock: Lock | None = None,
) -> CheckReport: ...
def sum_factors(factors: Iterable[Factor]) -> tuple[Decimal, str]: ...
def profiles() -> list[str]: ...
def read_model(path: _Path, *, registry: Registry | None = None) -> Model: ...
def verify(path: _Path, *, model: _Path | Sequence[_Path] | None = None, registry: Registry | None = None) -> Verification: ...
def write_file(path: _Path, content: str | bytes, *, inputs: _Path | Sequence[_Path] | None = None, force: bool = False) -> None: ...
def _run_command(arguments: list[str]) -> int: ...
