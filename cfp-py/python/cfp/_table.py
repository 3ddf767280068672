"""The part of the package for tables: names only, with a stub of its own."""

from cfp._cfp import Table

__all__ = ["Table"]
