"""An agreement's form as it stood at an earlier version: what a clash is compared with."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.money import Money
from tracker.domain.queries import changes

_TIES = frozenset({"own_ids", "other_ids", "project_ids", "visibility"})
"""Fields of the form that stand in other tables than the agreement's own."""


def base(session: Session, agreement_id: int, version: int | None, theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Each field of `theirs` as it was at this version; what history does not know is taken as it is."""
    then = changes.at_version(session, agreement_id, "agreement", version or 0)
    if then is None:
        return dict(theirs)
    values = then.values
    found = {name: values.get(name, values.get(f"{name}_stated", now)) for name, now in theirs.items()}
    if "amount" in theirs:
        minor, currency = values.get("amount_minor"), values.get("currency")
        found["amount"] = Money(minor, currency).major if minor is not None and currency else None
    if then.until is not None and theirs.keys() >= _TIES:
        parties = changes.values_before(session, agreement_id, "agreement_party", then.until)
        found["own_ids"] = [row["organisation_id"] for row in parties if row["own"]]
        found["other_ids"] = [row["organisation_id"] for row in parties if not row["own"]]
        found["project_ids"] = changes.links_before(
            session, agreement_id, "agreement_project", "project_id", then.until
        )
        for record in changes.values_before(session, agreement_id, "record", then.until):
            found["visibility"] = record["visibility"]
    return found
