"""What all tables share: names of constraints, codes as columns, how relations load."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Relationship, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def enum_type(codes: type[StrEnum], name: str = "") -> Any:  # noqa: ANN401 - SQLModel's `sa_type` takes types and instances
    """A text column held to the codes by a CHECK on both databases; a test compares the CHECKs with the codes."""
    return sa.Enum(
        codes,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=40,
        create_constraint=True,
        name=name or codes.__name__.lower(),
        validate_strings=True,
    )


def related(**kwargs: object) -> Any:  # noqa: ANN401 - what SQLModel's Relationship itself returns
    """A relation that never loads behind one's back: a query says what it needs, or reading it raises."""
    return Relationship(sa_relationship_kwargs={"lazy": "raise_on_sql", **kwargs})


def always(**kwargs: object) -> Any:  # noqa: ANN401 - see `related`
    """A to-one relation that comes with its row, by a join."""
    return Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True, **kwargs})


class ExactNumber(sa.types.TypeDecorator[Decimal]):
    """A decimal kept as its digits: a number column of SQLite would be a float."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: object) -> str | None:
        del dialect
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: object) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(value)
