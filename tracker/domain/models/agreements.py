"""Agreements: what was signed with whom, what each side promised, what was amended."""

from datetime import date
from typing import TYPE_CHECKING, Optional

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.codes import ActionState, AgreementKind, AgreementState
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.columns import Amount, Due, End, On, Signed, Start
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.organisations import Organisation
    from tracker.domain.models.programmes import Programme
    from tracker.domain.models.projects import Project


class AgreementProject(SQLModel, table=True):
    """A project that an agreement covers."""

    __tablename__ = "agreement_project"

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    project_id: int = Field(foreign_key="project.id", primary_key=True, index=True)


class AgreementParty(SQLModel, table=True):
    """An organisation that is a side of an agreement; `own` marks this programme's own side."""

    __tablename__ = "agreement_party"

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    own: bool = Field(default=False)

    organisation: Optional["Organisation"] = related()


class Agreement(Entity, Signed, Start, End, Amount, table=True):
    """An agreement; the amount is its ceiling. An end date may be absent: that is a warning, never "expired".

    `state_why`, `state_day` and `state_document_id` say why, when and by which paper it came into its state.
    """

    title: str
    summary: str | None = Field(default=None)
    kind: AgreementKind = Field(sa_type=enum_type(AgreementKind), index=True)
    state: AgreementState = Field(default=AgreementState.draft, sa_type=enum_type(AgreementState), index=True)
    state_why: str | None = Field(default=None)
    state_day: date | None = Field(default=None)
    state_document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    number: str | None = Field(default=None, max_length=80)
    covers: str | None = Field(default=None)
    consequence: str | None = Field(default=None)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)

    record: Record = always()
    programme: Optional["Programme"] = related()
    parties: Mapped[list["AgreementParty"]] = related(order_by="AgreementParty.own, AgreementParty.organisation_id")
    projects: Mapped[list["Project"]] = related(secondary="agreement_project", viewonly=True, order_by="Project.id")
    signatures: Mapped[list["Signature"]] = related(order_by="Signature.id")
    undertakings: Mapped[list["Undertaking"]] = related(order_by="Undertaking.id")
    amendments: Mapped[list["Amendment"]] = related(order_by="Amendment.id")


class Signature(Entity, table=True):
    """Who signed for which side on which day."""

    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name_stated: str | None = Field(default=None, max_length=120)
    title_stated: str | None = Field(default=None, max_length=120)
    day: date | None = Field(default=None)

    record: Record = always()


class Undertaking(Entity, Due, table=True):
    """What a side promised, by when, and what came of it: in words, and the project that it led to."""

    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    text: str
    state: ActionState = Field(default=ActionState.open, sa_type=enum_type(ActionState))
    state_stated: str | None = Field(default=None, max_length=80)
    outcome: str | None = Field(default=None)
    done_day: date | None = Field(default=None)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)

    record: Record = always()
    organisation: Optional["Organisation"] = related()


class Amendment(Entity, On, End, Amount, table=True):
    """A change of an agreement, with its own day and document; the end and the ceiling where it sets them anew."""

    __table_args__ = (sa.UniqueConstraint("agreement_id", "number"),)

    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    number: int = Field(default=1)
    text: str
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)

    record: Record = always()
