import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, Protocol, TypeAlias, final

from cfp._cfp import Finding, Problem, Registry, _Number, _Value
from cfp._table import Table

__all__ = [
    "AnodeRow", "Benchmark", "Bridge", "BridgeLine", "ComparedYear", "Comparison", "Declaration",
    "DeclarationTotals", "DeclaredGood", "DefaultValue", "EmbeddedGood", "EmbeddedProcess", "EmbeddedReport",
    "EnergyUnitRow", "HoldingRow", "Installation", "MeasuredRow", "PrecursorUse", "ScheduleRow", "StreamRow",
    "SupplierEffect", "Threshold", "WorkbookFigure", "benchmark", "cbam_factor", "declaration", "default_value",
    "mark_up", "template",
]

# Data frames, which are not needed to check types.
class _PandasFrame(Protocol):
    def to_dict(self, orient: Any, /) -> Any: ...

class _PolarsFrame(Protocol):
    def to_dicts(self) -> Any: ...

class _ArrowTable(Protocol):
    def to_pylist(self) -> Any: ...

_Language: TypeAlias = Literal["en", "zh"]
_Frame: TypeAlias = _PandasFrame | _PolarsFrame | _ArrowTable
# A value may be a number, a text, a day or None; a float is refused when it is run.
_Imports: TypeAlias = str | os.PathLike[str] | Iterable[Mapping[str, Any]] | _Frame

@final
class Installation:
    @staticmethod
    def read(path: str | os.PathLike[str]) -> Installation: ...
    @staticmethod
    def from_text(text: str, name: str = "plant.toml") -> Installation: ...
    name: Final[str | None]
    country: Final[str | None]
    year: Final[int]
    processes: Final[list[str]]
    def embedded(self, registry: Registry | None = None) -> EmbeddedReport: ...
    def compare(
        self, price: _Number, *, first_year: int = 2026, last_year: int = 2030, registry: Registry | None = None,
    ) -> Comparison: ...
    def bridge(self, registry: Registry | None = None) -> Bridge: ...
    def operator_report(self, registry: Registry | None = None) -> bytes: ...
    def importer_sheet(self, registry: Registry | None = None) -> bytes: ...
    def to_template(self, language: _Language = "en") -> bytes: ...
    def to_csv(self) -> str: ...
    def to_toml(self) -> str: ...
    def to_json(self) -> str: ...

@final
class EmbeddedReport(_Value):
    name: Final[str | None]
    country: Final[str | None]
    year: Final[int]
    goods: Final[Table[EmbeddedGood]]
    processes: Final[Table[EmbeddedProcess]]
    streams: Final[Table[StreamRow]]
    anode_effects: Final[Table[AnodeRow]]
    measured: Final[Table[MeasuredRow]]
    energy_units: Final[Table[EnergyUnitRow]]
    installation_direct: Final[Decimal]
    installation_indirect: Final[Decimal]
    rounding_bound: Final[Decimal]
    checklist: Final[list[str]]
    datasets: Final[list[str]]
    findings: Final[Table[Finding]]
    workbook: Final[Table[WorkbookFigure] | None]
    def to_json(self) -> str: ...
    def table(self) -> Table[EmbeddedGood]: ...

@final
class EmbeddedGood(_Value):
    process: Final[str]
    cn: Final[str]
    name: Final[str]
    functional_unit: Final[str]
    content: Final[Decimal]
    see_direct_per_fu: Final[Decimal]
    see_indirect_per_fu: Final[Decimal]
    see_direct: Final[Decimal]
    see_indirect: Final[Decimal]
    see_total: Final[Decimal]
    see_certificates: Final[Decimal]
    sefa: Final[Decimal | None]
    electricity_mwh: Final[Decimal]
    share_default: Final[Decimal | None]
    see_direct_reported: Final[str]
    see_indirect_reported: Final[str]
    see_certificates_reported: Final[str]

@final
class EmbeddedProcess(_Value):
    name: Final[str]
    functional_unit: Final[str]
    annex_ii: Final[bool]
    tonnes: Final[Decimal]
    activity_level: Final[Decimal]
    direct: Final[Decimal]
    heat_imported: Final[Decimal]
    heat_exported: Final[Decimal]
    waste_gas_imported: Final[Decimal]
    waste_gas_exported: Final[Decimal]
    electricity_produced: Final[Decimal]
    before_floor: Final[Decimal]
    share_of_goods: Final[Decimal]
    attributed_direct: Final[Decimal]
    attributed_indirect: Final[Decimal]
    electricity_mwh: Final[Decimal]
    see_direct_per_fu: Final[Decimal]
    see_indirect_per_fu: Final[Decimal]
    precursors: Final[Table[PrecursorUse]]

@final
class PrecursorUse(_Value):
    name: Final[str]
    is_own: Final[bool]
    tonnes: Final[Decimal]
    per_tonne: Final[Decimal]
    see_direct: Final[Decimal]
    see_indirect: Final[Decimal]
    indirect_counted: Final[Decimal]
    sefa: Final[Decimal | None]

@final
class StreamRow(_Value):
    name: Final[str]
    method: Final[str]
    emissions: Final[Decimal]
    zero_rated: Final[Decimal]
    energy_tj: Final[Decimal | None]
    step: Final[str]

@final
class AnodeRow(_Value):
    name: Final[str]
    cf4: Final[Decimal]
    c2f6: Final[Decimal]
    cf4_co2e: Final[Decimal]
    c2f6_co2e: Final[Decimal]
    emissions: Final[Decimal]

@final
class MeasuredRow(_Value):
    name: Final[str]
    emissions: Final[Decimal]

@final
class EnergyUnitRow(_Value):
    name: Final[str]
    energy_tj: Final[Decimal]
    emissions: Final[Decimal]
    per_heat: Final[Decimal]
    per_electricity: Final[Decimal | None]
    heat_share: Final[Decimal | None]
    electricity_share: Final[Decimal | None]

@final
class WorkbookFigure(_Value):
    cn: Final[str]
    name: Final[str]
    what: Final[str]
    cell: Final[str]
    workbook: Final[Decimal]
    computed: Final[Decimal]
    differs: Final[bool]

@final
class Comparison(_Value):
    country: Final[str]
    price_eur: Final[Decimal]
    years: Final[Table[ComparedYear]]
    suppliers: Final[Table[SupplierEffect]]
    checklist: Final[list[str]]
    datasets: Final[list[str]]
    findings: Final[Table[Finding]]
    def to_json(self) -> str: ...
    def table(self) -> Table[ComparedYear]: ...

@final
class ComparedYear(_Value):
    process: Final[str]
    cn: Final[str]
    name: Final[str]
    year: Final[int]
    cbam_factor: Final[Decimal]
    markup: Final[Decimal]
    actual_see: Final[Decimal]
    actual_sefa: Final[Decimal | None]
    actual_certificates: Final[Decimal | None]
    actual_eur_per_t: Final[Decimal | None]
    default_see: Final[Decimal | None]
    default_sefa: Final[Decimal | None]
    default_certificates: Final[Decimal | None]
    default_eur_per_t: Final[Decimal | None]
    saving_eur_per_t: Final[Decimal | None]
    break_even_see: Final[Decimal | None]

@final
class SupplierEffect(_Value):
    precursor: Final[str]
    supplier: Final[str]
    is_actual: Final[bool]
    cn: Final[str]
    good: Final[str]
    see: Final[Decimal]
    see_by_default: Final[Decimal | None]
    see_without: Final[Decimal]
    saving_eur_per_t: Final[Decimal | None]

@final
class Bridge(_Value):
    gwp: Final[str]
    lines: Final[Table[BridgeLine]]
    datasets: Final[list[str]]
    findings: Final[Table[Finding]]
    def to_json(self) -> str: ...
    def table(self) -> Table[BridgeLine]: ...

@final
class BridgeLine(_Value):
    process: Final[str]
    cn: Final[str]
    name: Final[str]
    step: Final[str]
    what: Final[str]
    per_tonne: Final[Decimal]

@final
class Declaration(_Value):
    year: Final[int]
    goods: Final[Table[DeclaredGood]]
    problems: Final[list[Problem]]
    totals: Final[DeclarationTotals | None]
    datasets: Final[list[str]]
    findings: Final[Table[Finding]]
    def to_json(self) -> str: ...
    def table(self) -> Table[DeclaredGood]: ...

@final
class DeclaredGood(_Value):
    line: Final[int]
    reference: Final[str | None]
    cn: Final[str]
    goods: Final[str | None]
    description: Final[str]
    category: Final[str]
    country: Final[str]
    quarter: Final[str | None]
    production_year: Final[int]
    mass_t: Final[Decimal]
    path: Final[str]
    see: Final[Decimal | None]
    markup: Final[Decimal | None]
    see_with_markup: Final[Decimal | None]
    cbam_factor: Final[Decimal | None]
    correction_factor: Final[Decimal | None]
    benchmark: Final[Decimal | None]
    route: Final[str | None]
    sefa: Final[Decimal | None]
    net_per_t: Final[Decimal | None]
    embedded_t: Final[Decimal | None]
    free_allocation_t: Final[Decimal | None]
    carbon_price_reduction: Final[Decimal | None]
    certificates: Final[Decimal | None]
    price_eur: Final[Decimal | None]
    cost_eur: Final[Decimal | None]
    default_row: Final[str | None]
    default_table: Final[str | None]
    benchmark_row: Final[str | None]
    counts_for_threshold: Final[bool]
    findings: Final[Table[Finding]]
    def steps(self) -> list[str]: ...

@final
class DeclarationTotals(_Value):
    mass_t: Final[Decimal]
    embedded_t: Final[Decimal]
    certificates: Final[Decimal]
    certificates_due: Final[Decimal]
    cost_due_eur: Final[Decimal | None]
    lines_without_certificates: Final[int]
    threshold: Final[Threshold]
    holding: Final[Table[HoldingRow]]

@final
class Threshold(_Value):
    mass_t: Final[Decimal]
    limit_t: Final[Decimal | None]
    is_exceeded: Final[bool]

@final
class HoldingRow(_Value):
    quarter: Final[str | None]
    certificates: Final[Decimal]

@final
class DefaultValue(_Value):
    total: Final[Decimal]
    indirect: Final[Decimal]
    route: Final[str]
    table: Final[str]
    code: Final[str]
    description: Final[str]
    row: Final[str]
    place: Final[str]
    confidence: Final[str]
    note: Final[str | None]
    dataset: Final[str]
    findings: Final[Table[Finding]]

@final
class Benchmark(_Value):
    value: Final[Decimal | None]
    route: Final[str | None]
    row: Final[str | None]
    place: Final[str | None]
    confidence: Final[str | None]
    note: Final[str | None]
    dataset: Final[str]
    alternatives: Final[list[tuple[str, Decimal]]]
    findings: Final[Table[Finding]]

@final
class ScheduleRow(_Value):
    value: Final[Decimal]
    written: Final[str]
    unit: Final[str]
    table: Final[str]
    item: Final[str]
    quantity: Final[str]
    first_year: Final[int | None]
    last_year: Final[int | None]
    row: Final[str]
    place: Final[str]
    confidence: Final[str]
    note: Final[str | None]
    dataset: Final[str]

def declaration(
    imports: _Imports, *, year: int, price: _Number | Mapping[str, _Number] | None = None,
    draft_rules: Iterable[Literal["carbon-price-paid"]] | None = None, correction_factor: _Number | None = None,
    benchmark: _Number | None = None, strict: bool = False, registry: Registry | None = None,
) -> Declaration: ...
def default_value(
    cn: str, *, country: str | None, goods: str | None = None, registry: Registry | None = None,
) -> DefaultValue: ...
def benchmark(
    cn: str, *, column: Literal["A", "B"], year: int, route: str = "", registry: Registry | None = None,
) -> Benchmark: ...
def mark_up(cn: str, *, year: int, registry: Registry | None = None) -> ScheduleRow: ...
def cbam_factor(year: int, *, registry: Registry | None = None) -> ScheduleRow: ...
def template(language: _Language = "en") -> bytes: ...
