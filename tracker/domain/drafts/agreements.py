"""An agreement, its life and its parts as somebody wants to record them."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, StringConstraints, model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_, ActionState, AgreementKind, AgreementState, Visibility
from tracker.domain.dates import PartialDate, today
from tracker.domain.drafts.check import Line, MaybeLine, MaybePartial, MaybeWords, PastDay, Words, refuse
from tracker.domain.drafts.money import Priced
from tracker.domain.drafts.projects import Choice
from tracker.domain.drafts.sources import Sourced
from tracker.domain.errors import Refused

LONGEST_NUMBER = 80
LONGEST_NAME = 120


def _nothing(value: object) -> object:
    return None if value is None or (isinstance(value, str) and not value.strip()) else value


def _begun(value: PartialDate | None) -> PartialDate | None:
    """Not wholly ahead: “2026” is fine in 2026, December is not in November."""
    if value and value.earliest and value.earliest > today():
        raise refuse(Refused("", N_("This is still to come. Give a date that has been, or leave it empty.")))
    return value


def _known(value: PartialDate | None) -> PartialDate | None:
    if value is None or value.earliest is None:
        raise refuse(Refused("", N_("Give the date; the year is enough.")))
    return value


def _once(ids: list[int]) -> list[int]:
    return sorted(set(ids))


Number = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NUMBER)] | None,
    BeforeValidator(_nothing),
]
Name = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME)] | None, BeforeValidator(_nothing)
]
Ids = Annotated[list[int], AfterValidator(_once)]
MaybePastDay = Annotated[PastDay | None, BeforeValidator(_nothing)]
MaybeBegun = Annotated[MaybePartial, AfterValidator(_begun)]
"""A partial date that is not ahead, or none."""


class AgreementDraft(Priced):
    """What the agreement's own form holds: the amount is its ceiling. State and parts have forms of their own."""

    title: Line
    kind: AgreementKind
    number: Number = None
    own_ids: Ids
    other_ids: Ids
    programme_id: Choice = None
    project_ids: Ids = []
    covers: MaybeWords = None
    summary: MaybeWords = None
    signed: MaybeBegun = None
    start: MaybePartial = None
    end: MaybePartial = None
    consequence: MaybeWords = None
    visibility: Visibility = Visibility.internal

    @model_validator(mode="after")
    def _two_sides(self) -> Self:
        if not self.own_ids:
            raise refuse(Refused("own_ids", N_("Choose who signs for the programme.")))
        if not self.other_ids:
            raise refuse(Refused("other_ids", N_("Choose with whom the agreement is made.")))
        if set(self.own_ids) & set(self.other_ids):
            raise refuse(Refused("other_ids", N_("An organisation stands on one side only.")))
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_backwards(self.start, self.end, "end")
        if self.amount is not None and self.amount <= 0:
            raise refuse(Refused("amount", N_("A ceiling is above zero; leave it empty where none is stated.")))
        return self


def refuse_backwards(start: PartialDate | None, end: PartialDate | None, field: str) -> None:
    """Raise a refusal at `field` where an end comes before the start."""
    if start and end and start.earliest and end.latest and end.latest < start.earliest:
        raise refuse(Refused(field, N_("The end comes before the start.")))


class NewAgreementDraft(AgreementDraft):
    """An agreement that is to be recorded, as a draft or signed already."""

    state: AgreementState = AgreementState.draft

    @model_validator(mode="after")
    def _begins(self) -> Self:
        if self.state not in {AgreementState.draft, AgreementState.signed}:
            raise refuse(Refused("state", N_("A new agreement is a draft, or signed already.")))
        if self.state == AgreementState.signed:
            if self.signed is None:
                raise refuse(
                    Refused("signed", N_("Say when it was signed, as precisely as you know: the year is enough."))
                )
            if self.start and self.start.earliest and self.start.earliest > today():
                raise refuse(Refused("start", N_("It starts later than today: keep it a draft until then.")))
        return self


class MoveDraft(SQLModel):
    """A move of an agreement's life: where to, since when, why, by which paper.

    `document_id` is a document that is known here; `document_title` and `document_reference` make a new one.
    """

    state: AgreementState
    state_day: MaybePastDay = None
    signed: MaybeBegun = None
    why: MaybeWords = None
    document_id: Choice = None
    document_title: MaybeLine = None
    document_reference: Name = None

    @model_validator(mode="after")
    def _one_document(self) -> Self:
        if self.document_id and self.document_title:
            raise refuse(Refused("document_title", N_("Choose a document or enter a new one, not both.")))
        if self.document_reference and not self.document_title:
            raise refuse(Refused("document_title", N_("Give the title of the document that has this reference.")))
        return self


class SignatureDraft(SQLModel):
    """Who signed for which side, in which office, on which day: somebody known here, or a name as stated."""

    organisation_id: int
    person_id: Choice = None
    name_stated: Name = None
    title_stated: Name = None
    day: MaybePastDay = None

    @model_validator(mode="after")
    def _by_somebody(self) -> Self:
        if self.person_id is None and self.name_stated is None and self.title_stated is None:
            raise refuse(Refused("name_stated", N_("Say who signed: choose a person, write the name, or the office.")))
        if self.person_id is not None and self.name_stated is not None:
            raise refuse(Refused("name_stated", N_("Choose a person or write the name, not both.")))
        return self


class UndertakingDraft(Sourced):
    """What a side promised, by when, and what came of it."""

    text: Words
    organisation_id: Choice = None
    due: MaybePartial = None
    state: ActionState = ActionState.open
    done_day: MaybePastDay = None
    outcome: MaybeWords = None
    project_id: Choice = None

    @model_validator(mode="after")
    def _done_when_it_is(self) -> Self:
        if self.done_day and self.state != ActionState.done:
            raise refuse(
                Refused("state", N_("It has a day on which it was done: say that it is done, or take the day away."))
            )
        return self


class AmendmentDraft(Priced):
    """A change of an agreement, with the end and the ceiling where it sets them anew."""

    on: Annotated[MaybePartial, AfterValidator(_known), AfterValidator(_begun)]
    text: Words
    end: MaybePartial = None
    document_id: Choice = None

    @model_validator(mode="after")
    def _caps(self) -> Self:
        if self.amount is not None and self.amount <= 0:
            raise refuse(Refused("amount", N_("A ceiling is above zero; leave it empty where none is stated.")))
        return self
