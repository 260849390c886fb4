"""Where a record's page is, by its kind and code: for links to records of any kind."""

from functools import lru_cache
from typing import Any

from flask import url_for

from tracker.domain.codes import RecordKind
from tracker.domain.queries.documents import Holder

_PAGES = {
    RecordKind.project: "projects.show",
    RecordKind.assessment: "assessments.show",
    RecordKind.agreement: "agreements.show",
    RecordKind.disaster: "disasters.show",
    RecordKind.organisation: "organisations.show",
    RecordKind.programme: "programmes.show",
    RecordKind.mission: "missions.show",
    RecordKind.review: "reviews.show",
    RecordKind.contribution: "funding.contribution",
    RecordKind.fund: "funding.fund",
}


@lru_cache(maxsize=4096, typed=True)
def of(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - what an address is made of
    """Flask's `url_for`, looked up once for each address: a page names dozens, and routes do not change."""
    return url_for(endpoint, **values)


def of_record(kind: RecordKind, code: str | None, *, anchor: str | None = None, **query: object) -> str | None:
    """The page of a record that stands by itself; None for kinds that have none."""
    if code is None or kind not in _PAGES:
        return None
    return url_for(_PAGES[kind], code=code, _anchor=anchor, **query)  # type: ignore[arg-type]


def of_holder(holder: Holder, *, anchor: str | None = None, **query: object) -> str | None:
    """The page that shows what a document belongs to: the record's own, or its owner's."""
    return of_record(holder.owner_kind, holder.owner_code, anchor=anchor, **query)
