from decimal import Decimal
from typing import Final, final

from cfp._cfp import Finding, UsedFactor, _Contribution, _Stored, _Value
from cfp._table import Table

__all__ = [
    "BreakEven", "Difference", "DifferencePart", "Meeting", "Scenario", "Scenarios", "Sweep", "SweepRow",
]

@final
class Difference(_Stored):
    product: Final[str]
    demand: Final[str]
    before: Final[Decimal]
    before_bound: Final[Decimal | None]
    after: Final[Decimal]
    after_bound: Final[Decimal | None]
    change: Final[Decimal]
    change_bound: Final[Decimal | None]
    change_percent: Final[Decimal | None]
    parts: Final[Table[DifferencePart]]
    remainder: Final[Decimal]
    remainder_bound: Final[Decimal | None]

@final
class DifferencePart(_Contribution):
    kind: Final[str]
    name: Final[str]
    process: Final[str | None]
    verb: Final[str | None]
    category: Final[str | None]
    written_before: Final[str | None]
    written_after: Final[str | None]
    from_before: Final[str | None]
    from_after: Final[str | None]
    before: Final[Decimal | None]
    before_bound: Final[Decimal | None]
    after: Final[Decimal | None]
    after_bound: Final[Decimal | None]
    amount: Final[Decimal]
    amount_bound: Final[Decimal | None]
    unit: Final[str]
    share_percent: Final[Decimal | None]
    row_before: Final[UsedFactor | None]
    row_after: Final[UsedFactor | None]

@final
class Scenarios(_Value):
    product: Final[str]
    demand: Final[str]
    base: Final[Decimal]
    base_bound: Final[Decimal | None]
    gwp: Final[str]
    findings: Final[Table[Finding]]
    names: Final[list[str]]
    scenarios: Final[Table[Scenario]]
    def to_json(self) -> str: ...

@final
class Scenario(_Value):
    name: Final[str]
    gwp: Final[str]
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    change: Final[Decimal]
    change_bound: Final[Decimal | None]
    change_percent: Final[Decimal | None]
    parts: Final[Table[DifferencePart]]
    remainder: Final[Decimal]
    remainder_bound: Final[Decimal | None]
    findings: Final[Table[Finding]]

@final
class Sweep(_Value):
    product: Final[str]
    demand: Final[str]
    base: Final[Decimal]
    base_bound: Final[Decimal | None]
    rows: Final[Table[SweepRow]]
    refused: Final[list[tuple[str, str, str]]]

@final
class SweepRow(_Value):
    value: Final[str]
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
    change: Final[Decimal]
    change_bound: Final[Decimal | None]
    change_percent: Final[Decimal | None]

@final
class BreakEven(_Value):
    value: Final[str]
    within: Final[Decimal | None]
    is_linear: Final[bool]
    left: Final[Meeting]
    right: Final[Meeting]
    gap: Final[Decimal]
    gap_bound: Final[Decimal | None]
    tried: Final[int]

@final
class Meeting(_Value):
    product: Final[str | None]
    demand: Final[str | None]
    maker: Final[str | None]
    scenario: Final[str | None]
    total: Final[Decimal]
    total_bound: Final[Decimal | None]
