"""What the tables of the store have in common: rows go out of use by an act, and indexes leave them out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

IN_USE = "voided_by IS NULL"


def partial(name: str, *columns: str, where: str = "", unique: bool = False) -> Index:
    """An index over the rows in use, for SQLite."""
    condition = text(" AND ".join(part for part in (IN_USE, where) if part))
    return Index(name, *columns, unique=unique, sqlite_where=condition)


def voided_by() -> Any:
    """The column that takes a row out of use without deleting it."""
    return Field(default=None, foreign_key="act.id")
