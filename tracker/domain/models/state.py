"""Which state the record is in, as a number: so that what was found out about it can be kept until it changes."""

from sqlmodel import BigInteger, Field, SQLModel

THE_ROW = 1
"""The table has one row."""


class RecordState(SQLModel, table=True):
    """`number` moves with every transaction that changed the record, as the last thing before it commits."""

    __tablename__ = "record_state"

    id: int = Field(default=THE_ROW, primary_key=True)
    number: int = Field(default=0, sa_type=BigInteger)
