"""What a brief tells of a programme itself: founding, fund, members, posts, amounts that sources state of it."""

from tracker.briefs.detail_lines import AmountLine, FundLine, MemberLine, PostLine, ProgrammeFacts
from tracker.briefs.reader import Reader
from tracker.domain.models import Fund, Post, Programme, ProgrammeMember, ReportedAmount


def facts(reader: Reader, row: Programme) -> ProgrammeFacts:
    """Everything beyond the programme's name and texts."""
    beside = reader.scope.beside
    fund = beside.funds[0] if beside.funds else None
    place = reader.place(row)
    return ProgrammeFacts(
        founded=row.start,
        established_by=reader.maybe(row, "established_by"),
        place=place.said if place else None,
        fund=_fund(reader, fund) if fund else None,
        members=tuple(_member(reader, one) for one in reader.carry("members", beside.members)),
        posts=tuple(_post(reader, one) for one in reader.carry("posts", beside.posts)),
        amounts=tuple(_amount(reader, one) for one in reader.carry("amounts", beside.amounts)),
    )


def _fund(reader: Reader, row: Fund) -> FundLine:
    return FundLine(
        name=reader.said(row, "name"),
        kind=row.kind,
        state=row.state,
        stated=reader.maybe(row, "state_stated"),
        summary=reader.maybe(row, "summary"),
        marks=reader.marks(row),
    )


def _member(reader: Reader, row: ProgrammeMember) -> MemberLine:
    known = reader.scope.beside.organisation(row.organisation_id)
    name = reader.partner(known).name if known else reader.maybe(row, "name_stated")
    return MemberLine(name or reader.partner(None).name, row.start, row.end, reader.marks(row))


def _post(reader: Reader, row: Post) -> PostLine:
    agreement = next((one for one in reader.scope.agreements if one.id == row.agreement_id), None)
    return PostLine(
        title=reader.maybe(row, "title"),
        count=row.count,
        professional=row.count_professional,
        local=row.count_local,
        where=reader.maybe(row, "where_stated"),
        funding=reader.maybe(row, "funding_stated"),
        stated=reader.maybe(row, "state_stated"),
        on=row.on,
        due=row.due,
        agreement=reader.said(agreement, "title") if agreement else None,
        marks=reader.marks(row),
    )


def _amount(reader: Reader, row: ReportedAmount) -> AmountLine:
    return AmountLine(
        text=reader.said(row, "text"),
        nature=row.nature,
        qualifier=row.qualifier,
        amount=row.amount,
        share=row.share_percent,
        period=row.period,
        whose=reader.maybe(row, "from_stated"),
        marks=reader.marks(row),
    )
