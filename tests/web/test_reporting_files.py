"""The board of reports as a workbook."""

from datetime import date

from tests import make
from tests.sheets import read
from tests.web.posting import ClientFor
from tracker.domain.codes import ReportingPeriod
from tracker.store import UnitSession


def test_a_workbook_has_the_board_as_it_is_filtered(client_for: ClientFor, app_session: UnitSession) -> None:
    regular = make.programme(app_session, "dmp", name="Regular", reporting=ReportingPeriod.quarter, reporting_days=10)
    for number in range(3):
        make.project(app_session, f"p{number}", title=f"=P{number}", programme_id=regular.id, start="2020")
    app_session.commit()
    client = client_for("coordinator")
    address = "/reporting.xlsx?period=2026-Q3&periods=2&state=missing&sort=title"
    assert address in client.read(address.replace(".xlsx", "")).links
    first, second = read(client.get(address).data)
    assert [row["Code"] for row in first.dicts] == ["p0", "p0", "p1", "p1", "p2", "p2"]
    late = first.dicts[1]
    assert (late["Project"], late["How the report stands"], late["Days late"]) == ("=P0", "overdue", 44.0)
    assert late["Last day"] == date(2026, 9, 30)
    assert [row[1] for row in second.rows[:4]] == [
        "Reports",
        "Programme: Regular",
        "Period: Q3 2026",
        "How the report stands: overdue",
    ]
    assert client_for("viewer").get(address).status_code == 403
