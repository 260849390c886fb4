"""What a brief tells of money that goes out and of what it brought: needs, payments, expenditures, deliveries."""

from tracker.briefs import details
from tracker.briefs.detail_lines import DeliveryLine, ExpenditureLine, NeedLine, Outlays, PaymentLine
from tracker.briefs.reader import Reader, live
from tracker.domain.models import Delivery, Expenditure, Payment, Requirement
from tracker.domain.queries.texts import Said


def outlays(reader: Reader, *, of_funds: bool = False) -> Outlays:
    """Everything needed, paid and spent that the brief's scope holds, each in its order; `of_funds`: needs of funds only."""
    beside = reader.scope.beside
    needs = [row for row in live(reader.scope.requirements) if row.fund_id or not of_funds]
    return Outlays(
        needs=tuple(_need(reader, row) for row in reader.carry("needs", needs)),
        payments=tuple(_payment(reader, row) for row in reader.carry("payments", beside.payments)),
        expenditures=tuple(_expenditure(reader, row) for row in reader.carry("expenditures", beside.expenditures)),
    )


def deliveries(reader: Reader) -> tuple[DeliveryLine, ...]:
    """What was delivered, the oldest first."""
    asked = {one.id: one for row in reader.scope.assessments for one in live(row.recommendations)}

    def line(row: Delivery) -> DeliveryLine:
        for_it = asked.get(row.recommendation_id)
        return DeliveryLine(
            text=reader.said(row, "text"),
            quantity=row.quantity,
            unit=reader.said(row, "unit"),
            on=row.on,
            asked=reader.said(for_it, "text") if for_it else None,
            marks=reader.marks(row),
        )

    return tuple(line(row) for row in reader.carry("deliveries", reader.scope.beside.deliveries))


def _need(reader: Reader, row: Requirement) -> NeedLine:
    fund = next((one for one in reader.scope.beside.funds if one.id == row.fund_id), None)
    whose = reader.said(fund, "name") if fund else details.project(reader, row.project_id)
    alone = len(reader.scope.projects) == 1 and not fund
    return NeedLine(row.period, row.amount, None if alone else whose, reader.marks(row))


def _payment(reader: Reader, row: Payment) -> PaymentLine:
    scope = reader.scope
    agreement = next((one for one in scope.agreements if one.id == row.agreement_id), None)
    gift = next((one for one in scope.contributions if one.id == row.contribution_id), None)
    return PaymentLine(
        day=row.day,
        to=details.side(reader, row.organisation_id),
        agreement=reader.said(agreement, "title") if agreement else None,
        project=details.project(reader, row.project_id),
        donor=_donor(reader, gift.donor_id) if gift and not scope.donor else None,
        reference=row.reference,
        note=reader.maybe(row, "note"),
        amount=row.amount,
        marks=reader.marks(row),
    )


def _donor(reader: Reader, donor_id: int) -> Said:
    return next(reader.partner(one.donor).name for one in reader.scope.contributions if one.donor_id == donor_id)


def _expenditure(reader: Reader, row: Expenditure) -> ExpenditureLine:
    return ExpenditureLine(
        period=row.period,
        ledger=row.ledger,
        closed=row.closed_day,
        reference=row.reference,
        note=reader.maybe(row, "note"),
        amount=row.amount,
        marks=reader.marks(row),
    )
