"""Which state the record is in, as a number: so that what was found out about it can be kept until it changes."""

from sqlmodel import BigInteger, Field, SQLModel

THE_ROW = 1
"""The table has one row."""


class RecordState(SQLModel, table=True):
    """`number` is another after every transaction that changed the record: the last thing that is done before it commits.

    It is drawn, not counted: a record that was restored from a copy does not come to numbers that others had.
    """

    __tablename__ = "record_state"

    id: int = Field(default=THE_ROW, primary_key=True)
    number: int = Field(default=0, sa_type=BigInteger)
