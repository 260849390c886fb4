"""Making and changing organisations and their contact persons."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from tracker.domain.actions import translations
from tracker.domain.actions.parts import PartType
from tracker.domain.actions.records import add_record, free_code
from tracker.domain.codes import N_, RecordKind, Visibility
from tracker.domain.drafts.organisations import ContactDraft, Identifier, OrganisationDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Organisation, OutsideIdentifier, Person

COLUMNS = ("name", "acronym", "kind", "territory_id", "owner_id", "note")
"""The columns that the form holds under the same names."""


def create(session: Session, *, draft: OrganisationDraft, language: str = "en") -> Organisation:
    """Make an organisation; its code is made from its acronym or name, and stays when these change."""
    record = add_record(
        session,
        kind=RecordKind.organisation,
        code=free_code(session, RecordKind.organisation, draft.acronym or draft.name),
        visibility=draft.visibility,
        language=language,
    )
    row = Organisation(record=record, name=draft.name)
    _fill(session, row, draft)
    session.add(row)
    session.flush()
    _hang(session, row, draft)
    session.flush()
    return row


def edit(session: Session, *, row: Organisation, draft: OrganisationDraft, version: int | None) -> Organisation:
    """Change an organisation; raises Clash when somebody saved it since `version`."""
    if version != row.version:
        raise Clash(row.version)
    _fill(session, row, draft)
    opened = row.record.visibility != draft.visibility
    if opened:
        row.record.visibility = draft.visibility
    if _hang(session, row, draft) or opened:
        flag_modified(row, "changed_at")  # these stand in rows of their own; the version must tell of them too
    session.flush()
    return row


def identifiers(session: Session, record_id: int) -> list[OutsideIdentifier]:
    """What other systems call a record, in order."""
    found = sa.select(OutsideIdentifier).where(col(OutsideIdentifier.record_id) == record_id)
    return list(session.scalars(found.order_by(col(OutsideIdentifier.system), col(OutsideIdentifier.value))))


def _fill(session: Session, row: Organisation, draft: OrganisationDraft) -> None:
    _check_owner(session, row, draft.owner_id)
    for name in COLUMNS:
        if getattr(row, name) != getattr(draft, name):
            setattr(row, name, getattr(draft, name))


def _check_owner(session: Session, row: Organisation, owner_id: int | None) -> None:
    """No organisation is part of itself, through others neither."""
    above = owner_id
    while above is not None:
        if above == row.id:
            raise Refused("owner_id", N_("An organisation cannot be part of itself or of one of its own parts."))
        above = session.scalar(sa.select(col(Organisation.owner_id)).where(col(Organisation.id) == above))


def _hang(session: Session, row: Organisation, draft: OrganisationDraft) -> bool:
    named = translations.put(session, record=row.record, field="name", texts=draft.names, version=row.version)
    return _identify(session, row.id or 0, draft.identifiers) or named


def _identify(session: Session, record_id: int, wanted: Iterable[Identifier]) -> bool:
    standing = {(one.system, one.value): one for one in identifiers(session, record_id)}
    asked = set(wanted)
    for key, one in standing.items():
        if key not in asked:
            session.delete(one)
    for system, value in sorted(asked - standing.keys()):
        session.add(OutsideIdentifier(record_id=record_id, system=system, value=value))
    return asked != standing.keys()


def _keep_inside(_session: Session, row: Person, _draft: ContactDraft) -> None:
    """Contacts are never more open than the programme's own people, however open their organisation is."""
    if row.record.visibility == Visibility.public:
        row.record.visibility = Visibility.internal


CONTACT = PartType(RecordKind.person, Person, ContactDraft, "organisation_id", fill=_keep_inside)
