"""Parts of agreements and assessments: signatures, amendments, undertakings with what came of them, findings."""

from tracker.briefs.detail_lines import (
    AgreementDetails,
    AmendmentLine,
    AssessmentDetails,
    FindingLine,
    SignatureLine,
    UndertakingLine,
)
from tracker.briefs.reader import Reader, live
from tracker.domain.models import Agreement, Amendment, Assessment, Finding, Signature, Undertaking
from tracker.domain.queries.texts import Said


def agreement(reader: Reader, row: Agreement) -> AgreementDetails:
    """What is recorded of an agreement beyond its line."""
    beside = reader.scope.beside
    return AgreementDetails(
        summary=reader.maybe(row, "summary"),
        start=row.start,
        end=row.end,
        ceiling=row.amount,
        why=reader.maybe(row, "state_why"),
        since=row.state_day,
        document=paper(reader, row.state_document_id),
        signatures=tuple(_signature(reader, one) for one in beside.signatures if one.agreement_id == row.id),
        amendments=tuple(_amendment(reader, one) for one in live(row.amendments)),
        undertakings=tuple(_undertaking(reader, one) for one in beside.undertakings if one.agreement_id == row.id),
    )


def assessment(reader: Reader, row: Assessment) -> AssessmentDetails:
    """How an assessment was made and what it found."""
    return AssessmentDetails(
        method=reader.maybe(row, "method"),
        hazard=row.hazard,
        state=row.state,
        own_role=row.own_role,
        findings=tuple(_finding(reader, one) for one in live(row.findings)),
    )


def paper(reader: Reader, document_id: int | None) -> Said | None:
    """A document's title, where the reader may know of it."""
    found = reader.scope.beside.named_papers.get(document_id or 0)
    return reader.said(found, "title") if found else None


def side(reader: Reader, organisation_id: int | None) -> Said | None:
    """An organisation's name; None where none is stated."""
    if organisation_id is None:
        return None
    return reader.partner(reader.scope.beside.organisation(organisation_id)).name


def project(reader: Reader, project_id: int | None) -> Said | None:
    """A project's title, where it is one of the brief's."""
    found = next((one for one in reader.scope.projects if one.id == project_id), None)
    return reader.said(found, "title") if found else None


def _signature(reader: Reader, row: Signature) -> SignatureLine:
    person = reader.scope.beside.person(row.person_id)
    return SignatureLine(
        side=side(reader, row.organisation_id),
        name=row.name_stated or (person.name if person else None),
        title=row.title_stated or (person.title if person else None),
        day=row.day,
        marks=reader.marks(row),
    )


def _amendment(reader: Reader, row: Amendment) -> AmendmentLine:
    return AmendmentLine(
        number=row.number,
        text=reader.said(row, "text"),
        on=row.on,
        end=row.end,
        ceiling=row.amount,
        document=paper(reader, row.document_id),
        marks=reader.marks(row),
    )


def _undertaking(reader: Reader, row: Undertaking) -> UndertakingLine:
    return UndertakingLine(
        text=reader.said(row, "text"),
        side=side(reader, row.organisation_id),
        due=row.due,
        state=row.state,
        stated=reader.maybe(row, "state_stated"),
        outcome=reader.maybe(row, "outcome"),
        done=row.done_day,
        project=project(reader, row.project_id),
        marks=reader.marks(row),
    )


def _finding(reader: Reader, row: Finding) -> FindingLine:
    place = reader.scope.beside.place(row.place_id)
    return FindingLine(
        text=reader.said(row, "text"),
        sector=row.sector,
        effect=row.effect,
        topic=row.topic,
        grade=row.grade,
        place=reader.said(place, "name") if place else None,
        low=row.low,
        high=row.high,
        unit=reader.maybe(row, "unit"),
        amount=row.amount,
        upper=row.upper,
        marks=reader.marks(row),
    )
