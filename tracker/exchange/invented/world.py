"""What invented projects share: programmes, people who manage them, donors, partners, funds, disasters."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import models as m
from tracker.domain.codes import FundKind, FundState, Hazard, OrganisationKind, Role, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.invented import PREFIX, PROGRAMME
from tracker.exchange.invented import words
from tracker.exchange.invented.chances import Chances
from tracker.exchange.invented.rows import Rows, Values

BEGAN = 1_200
"""So many days ago the invented portfolio began."""
NO_PASSWORD = "nobody signs in with it"  # noqa: S105 - no hash, and the account is switched off
PROGRAMME_SUMMARY = (
    "Nothing of this is real. The portfolio was invented by tracker synthesise to try the tracker out with many "
    "projects: its disasters, people, agreements and money do not exist."
)


@dataclass(frozen=True)
class Land:
    """A territory as invented records need it."""

    id: int
    iso3: str
    name: str
    region: str


@dataclass(frozen=True)
class Struck:
    """An invented disaster."""

    id: int
    hazard: Hazard
    land: Land
    day: date


@dataclass(frozen=True)
class World:
    """What projects are made of."""

    lands: dict[str, list[Land]]
    programmes: dict[str, int]
    managers: list[int]
    own: int
    donors: list[int]
    partners: list[int]
    funds: list[int]
    disasters: dict[str, list[Struck]]


def lands(session: Session) -> dict[str, list[Land]]:
    """The member States of today by region, named in English."""
    rows = session.execute(
        sa.select(col(m.Territory.id), col(m.Territory.iso3), col(m.TerritoryName.listed), col(m.Territory.region))
        .join(m.TerritoryName, col(m.TerritoryName.territory_id) == m.Territory.id)
        .where(
            col(m.Territory.kind) == "member",
            col(m.Territory.valid_to).is_(None),
            col(m.TerritoryName.language) == "en",
            col(m.TerritoryName.valid_to).is_(None),
        )
        .order_by(col(m.Territory.id))
    )
    found: dict[str, list[Land]] = {}
    for key, iso3, name, region in rows:
        if key is not None and iso3:
            found.setdefault(region, []).append(Land(key, iso3, name, region))
    return found


def made(rows: Rows, session: Session, chances: Chances, places: dict[str, list[Land]], number: int) -> World:
    """Make what a portfolio of so many projects shares."""
    began = chances.moment(chances.today - timedelta(days=BEGAN))
    organisations = _Organisations(rows, began)
    return World(
        lands=places,
        programmes=_programmes(rows, began, places),
        managers=_managers(rows, session, began, number),
        own=organisations.add("agency", "Invented agency", OrganisationKind.united_nations),
        donors=[
            organisations.add(f"donor-{one}", f"Invented donor: {name}", OrganisationKind.government)
            for one, name in enumerate(words.DONORS, 1)
        ],
        partners=[
            organisations.add(
                f"partner-{one}",
                f"Invented partner: {words.PARTNERS[one % len(words.PARTNERS)]} {one}",
                OrganisationKind.non_governmental,
                Visibility.internal if one % 10 == 0 else Visibility.public,
            )
            for one in range(1, min(max(number // 40, 6), 150) + 1)
        ],
        funds=[_fund(rows, began, one, kind) for one, kind in enumerate(FundKind, 1) if kind != FundKind.not_stated],
        disasters=_disasters(rows, chances, places, number),
    )


def _programmes(rows: Rows, at: datetime, places: dict[str, list[Land]]) -> dict[str, int]:
    start = PartialDate.parse(f"{at:%Y-%m}")
    common: Values = {"summary": PROGRAMME_SUMMARY, "start": start, "visibility": Visibility.public}
    rows.record(m.Programme, at, code=PROGRAMME, name="Invented portfolio", acronym="INV", **common)
    found = {}
    for region, name in words.REGIONS.items():
        code = f"{PREFIX}{region}"
        key = rows.record(
            m.Programme, at, code=code, name=f"Invented portfolio: {name}", acronym=code[:6].upper(), **common
        )
        for land in places.get(region, ()):
            rows.link(m.ProgrammeTerritory, at, programme_id=key, territory_id=land.id)
        found[region] = key
    return found


def _managers(rows: Rows, session: Session, at: datetime, number: int) -> list[int]:
    """Accounts that are switched off and have no password: nobody signs in with them."""
    role = _manager_role(session)
    found = []
    for one in range(min(max(number // 40, 3), 160)):
        first = words.FIRST_NAMES[one % len(words.FIRST_NAMES)]
        last = words.LAST_NAMES[(one // len(words.FIRST_NAMES) + one) % len(words.LAST_NAMES)]
        key = rows.account(
            at,
            email=f"{PREFIX}manager-{one + 1}@invented.invalid",
            name=f"{first} {last} (invented {one + 1})",
            password=NO_PASSWORD,
            active=False,
            fs_uniquifier=secrets.token_hex(32),
        )
        rows.link(m.RoleUser, at, user_id=key, role_id=role)
        found.append(key)
    return found


def _manager_role(session: Session) -> int:
    found = session.scalar(sa.select(m.RoleRow).where(col(m.RoleRow.name) == Role.manager.value))
    if found is None:
        found = m.RoleRow(name=Role.manager.value)
        session.add(found)
        session.flush()
    return found.id or 0


@dataclass(frozen=True)
class _Organisations:
    rows: Rows
    at: datetime

    def add(self, code: str, name: str, kind: OrganisationKind, visibility: Visibility = Visibility.public) -> int:
        return self.rows.record(
            m.Organisation, self.at, code=f"{PREFIX}{code}", name=name, kind=kind, visibility=visibility
        )


def _fund(rows: Rows, at: datetime, one: int, kind: FundKind) -> int:
    name = f"Invented fund {one}"
    return rows.record(
        m.Fund, at, code=f"{PREFIX}fund-{one}", name=name, kind=kind, state=FundState.open, visibility=Visibility.public
    )


def _disasters(rows: Rows, chances: Chances, places: dict[str, list[Land]], number: int) -> dict[str, list[Struck]]:
    found: dict[str, list[Struck]] = {}
    shares = {region: float(share) for region, share in words.SHARES.items() if places.get(region)}
    weights = {hazard: float(weight) for hazard, (weight, _) in words.HAZARDS.items()}
    for one in range(1, max(number // 20, 6) + 1):
        land = chances.one(places[chances.by_weight(shares)])
        struck = _struck(rows, chances, one, chances.by_weight(weights), land)
        found.setdefault(land.region, []).append(struck)
    return found


def _struck(rows: Rows, chances: Chances, one: int, hazard: Hazard, land: Land) -> Struck:
    """One disaster. Its number has the form of a GLIDE number, in a range that none is given from."""
    day = chances.before(60, BEGAN)
    at = chances.moment(day + timedelta(days=2))
    key = rows.record(
        m.Disaster,
        at,
        code=f"{PREFIX}disaster-{one}",
        visibility=Visibility.public,
        name=f"Invented {words.HAZARDS[hazard][1]}, {land.name}, {day:%B %Y}",
        hazard=hazard,
        glide=f"{hazard.value}-{day.year}-{900_000 + one}-{land.iso3}",
        on=PartialDate.on(day),
    )
    rows.link(m.DisasterTerritory, at, disaster_id=key, territory_id=land.id)
    for measure, most in (("deaths", 900), ("houses destroyed", 40_000)):
        low = chances.between(1, most)
        high = low if chances.of(60) else low * 2
        on = PartialDate.on(day + timedelta(days=10))
        rows.record(m.ImpactFigure, at, parent=key, disaster_id=key, measure=measure, low=low, high=high, on=on)
    return Struck(key, hazard, land, day)
