from decimal import Decimal
from typing import Final, final

from cfp._cfp import Finding, _Path, _Value

__all__ = [
    "ChangedRow", "DatasetDiff", "DiffRow", "Lock", "LockChange", "LockedDataset", "LockedGwp", "LockedRegion",
    "RewrittenRow", "TextChange",
]

@final
class DatasetDiff(_Value):
    before: Final[str]
    after: Final[str]
    added: Final[list[DiffRow]]
    removed: Final[list[DiffRow]]
    changed: Final[list[ChangedRow]]
    rewritten: Final[list[RewrittenRow]]
    unchanged: Final[int]

@final
class DiffRow(_Value):
    activity: Final[str]
    region: Final[str | None]
    kind: Final[str]
    value: Final[Decimal | None]
    text: Final[str]
    unit: Final[str]
    row: Final[str]

@final
class ChangedRow(_Value):
    before: Final[DiffRow]
    after: Final[DiffRow]
    texts: Final[list[TextChange]]
    difference: Final[Decimal | None]
    percent: Final[Decimal | None]

@final
class RewrittenRow(_Value):
    before: Final[DiffRow]
    after: Final[DiffRow]
    texts: Final[list[TextChange]]

@final
class TextChange(_Value):
    column: Final[str]
    before: Final[str | None]
    after: Final[str | None]

@final
class Lock(_Value):
    @staticmethod
    def read(path: _Path) -> Lock: ...
    @staticmethod
    def parse(text: str, file: str = "cfp.lock") -> Lock: ...
    text: Final[str]
    models: Final[list[str]]
    datasets: Final[list[LockedDataset]]
    gwp: Final[list[LockedGwp]]
    regions: Final[list[LockedRegion]]
    format: Final[int]
    finding: Final[Finding | None]
    def difference(self, after: Lock) -> list[LockChange]: ...
    def open(self) -> Lock: ...
    def but_for(self, id: str) -> Lock: ...

@final
class LockedDataset(_Value):
    id: Final[str]
    version: Final[str]
    sha256: Final[str]
    superseded: Final[bool]
    header: Final[dict[str, str]]

@final
class LockedGwp(_Value):
    set: Final[str]
    id: Final[str]
    version: Final[str]
    sha256: Final[str]
    header: Final[dict[str, str]]

@final
class LockedRegion(_Value):
    code: Final[str]
    belongs_to: Final[list[str]]

@final
class LockChange(_Value):
    before: Final[LockedDataset | LockedGwp | LockedRegion | None]
    after: Final[LockedDataset | LockedGwp | LockedRegion | None]
