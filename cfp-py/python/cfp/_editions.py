"""The part of the package for editions of published numbers: names only, with a stub of its own."""

from cfp._cfp import (
    ChangedRow,
    DatasetDiff,
    DiffRow,
    Lock,
    LockChange,
    LockedDataset,
    LockedGwp,
    LockedRegion,
    RewrittenRow,
    TextChange,
)

__all__ = [
    "ChangedRow",
    "DatasetDiff",
    "DiffRow",
    "Lock",
    "LockChange",
    "LockedDataset",
    "LockedGwp",
    "LockedRegion",
    "RewrittenRow",
    "TextChange",
]
