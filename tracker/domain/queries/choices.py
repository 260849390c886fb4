"""What the boxes of a form offer: rows by number and name in the reader's language, in the order of their names."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Role
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    Contribution,
    Disaster,
    Document,
    Entity,
    Fund,
    Organisation,
    Person,
    Place,
    Programme,
    Project,
    ProjectTag,
    Record,
    RoleRow,
    RoleUser,
    User,
)
from tracker.domain.queries import places, texts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.visibility import visible_to

Choice = tuple[int, str]


def programmes(session: Session, reader: Reader, *, also: int | None = None) -> list[Choice]:
    """Programmes; `also`, here and below: the one that is chosen now, even where it is archived."""
    return _named(session, reader, col(Programme.id), _said(reader, Programme, "name"), also=also)


def disasters(session: Session, reader: Reader) -> list[Choice]:
    return _named(session, reader, col(Disaster.id), _said(reader, Disaster, "name"))


def organisations(session: Session, reader: Reader, *, also: int | None = None) -> list[Choice]:
    return _named(session, reader, col(Organisation.id), _said(reader, Organisation, "name"), also=also)


def funds(session: Session, reader: Reader, *, also: int | None = None) -> list[Choice]:
    return _named(session, reader, col(Fund.id), _said(reader, Fund, "name"), also=also)


def agreements(session: Session, reader: Reader, *, also: int | None = None) -> list[Choice]:
    return _named(session, reader, col(Agreement.id), _said(reader, Agreement, "title"), also=also)


def contributions(session: Session, reader: Reader, *, also: int | None = None) -> list[Choice]:
    """Contributions by donor, and purpose, fund or code."""
    fund = sa.select(_said(reader, Fund, "name")).where(col(Fund.id) == Contribution.fund_id).scalar_subquery()
    named = _said(reader, Organisation, "name")
    donor = sa.select(named).where(col(Organisation.id) == Contribution.donor_id).scalar_subquery()
    purpose = sa.func.coalesce(sa.func.substr(_said(reader, Contribution, "purpose"), 1, 80), fund, col(Record.code))
    return _named(session, reader, col(Contribution.id), donor + " · " + purpose, also=also)


def documents(session: Session, reader: Reader) -> list[Choice]:
    """Documents by symbol and title, the symbol first where there is one."""
    symbol = sa.func.coalesce(sa.type_coerce(col(Document.reference), sa.String) + " · ", "")
    title = symbol + _said(reader, Document, "title")
    return _named(session, reader, col(Document.id), title)


def projects(session: Session, reader: Reader, *, also: int | None = None) -> list[Choice]:
    return _named(session, reader, col(Project.id), _said(reader, Project, "title"), also=also)


def tags(session: Session, reader: Reader, most: int = 200) -> list[str]:
    """The tags of projects that this person may see, by word."""
    mine = sa.select(col(Record.id)).where(visible_to(reader.viewer), col(Record.archived_at).is_(None))
    used = sa.select(col(ProjectTag.tag)).where(col(ProjectTag.project_id).in_(mine))
    return list(session.scalars(used.distinct().order_by(col(ProjectTag.tag)).limit(most)))


def parties(session: Session, reader: Reader, agreement_id: int) -> list[Choice]:
    """The sides of an agreement, the programme's own first."""
    name = _said(reader, Organisation, "name")
    rows = session.execute(
        sa.select(col(Organisation.id), name)
        .join(AgreementParty, col(AgreementParty.organisation_id) == Organisation.id)
        .where(col(AgreementParty.agreement_id) == agreement_id)
        .order_by(col(AgreementParty.own).desc(), name)
    ).all()
    return [(key, name) for key, name in rows if key is not None]


def own_sides(session: Session) -> list[int]:
    """The organisations that stand most often on the programme's own side of agreements: what a new one begins with."""
    number = sa.func.count()
    found = session.scalars(
        sa.select(col(AgreementParty.organisation_id))
        .where(col(AgreementParty.own))
        .group_by(col(AgreementParty.organisation_id))
        .order_by(number.desc(), col(AgreementParty.organisation_id))
        .limit(1)
    )
    return list(found)


def contacts(session: Session, reader: Reader) -> list[Choice]:
    """The people the programme knows, with the organisation they belong to."""
    of = sa.func.coalesce(" · " + sa.type_coerce(_said(reader, Organisation, "name"), sa.String), "")
    rows = session.execute(
        sa.select(col(Person.id), col(Person.name) + of)
        .join(Record, col(Record.id) == Person.id)
        .outerjoin(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(visible_to(reader.viewer), col(Record.archived_at).is_(None))
        .order_by(col(Person.name), col(Person.id))
    ).all()
    return [(key, text) for key, text in rows if key is not None]


def territories(session: Session, reader: Reader) -> list[Choice]:
    """All territories of the day, by the names that lists give them."""
    return [(label.id, label.listed) for label in places.standing(session, reader.language, reader.day)]


def places_known(session: Session, reader: Reader) -> list[Choice]:
    """Places by name, each with its territory; two queries."""
    place = _said(reader, Place, "name")
    rows = session.execute(
        sa.select(col(Place.id), place, col(Place.territory_id))
        .join(Record, col(Record.id) == Place.id)
        .where(visible_to(reader.viewer), col(Record.archived_at).is_(None))
        .order_by(place, col(Place.id))
    ).all()
    named = places.labels(session, reader.language, reader.day, {there for _, _, there in rows if there})
    return [
        (key or 0, f"{name} · {named[there].listed}" if there and there in named else name) for key, name, there in rows
    ]


def people(session: Session, *roles: Role) -> list[Choice]:
    """The active accounts in these roles."""
    rows = session.execute(
        sa.select(col(User.id), col(User.name))
        .join(RoleUser, col(RoleUser.user_id) == User.id)
        .join(RoleRow, col(RoleRow.id) == RoleUser.role_id)
        .where(col(User.active), col(RoleRow.name).in_([role.value for role in roles]))
        .distinct()
        .order_by(col(User.name))
    ).all()
    return [(key, name) for key, name in rows if key is not None]


def _said(reader: Reader, table: type[Entity], name: str) -> sa.ColumnElement[str]:
    """A record's name or title as this reader meets it."""
    return texts.shown(reader.language, col(table.id), name, getattr(table, name))


def _named(
    session: Session,
    reader: Reader,
    own: Any,  # noqa: ANN401 - columns of any table
    name: Any,  # noqa: ANN401 - as above
    *,
    also: int | None = None,
) -> list[Choice]:
    rows = session.execute(
        sa.select(own, name)
        .join(Record, col(Record.id) == own)
        .where(visible_to(reader.viewer), sa.or_(col(Record.archived_at).is_(None), own == also))
        .order_by(name, own)
    ).all()
    return [(key, text) for key, text in rows]
