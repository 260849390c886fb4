"""What `tracker run` does before anything is served: the database, and on the first run programme and accounts."""

import ipaddress
import secrets

import click
import sqlalchemy as sa
from sqlmodel import func, select

from tracker.cli.database import unit
from tracker.domain.actions.registration import add_account, hashed, place_account
from tracker.domain.codes import Role
from tracker.domain.models import Programme, User
from tracker.domain.queries import places
from tracker.files import PROGRAMME_FILE
from tracker.migrations.newest import is_newest
from tracker.settings import Settings
from tracker.store import make_engine, open_session

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without the signs that look like others: the passwords are read off a terminal."""

NO_ACCOUNT = """
There is no account yet. None is made by itself where other machines reach the pages; make one by:

  .venv/bin/tracker user add EMAIL --name NAME --role coordinator
"""

ROLES = (Role.coordinator, Role.manager, Role.mission, Role.viewer, Role.administrator)


def prepare(settings: Settings) -> None:
    """Bring the database up to date; where it is new, load the programme and make an account for each role."""
    engine = make_engine(settings.database_url)
    try:
        if not (is_newest(engine) and _any(engine, Programme)):
            _fill(engine)
        if not _any(engine, User):
            _first_accounts(engine, settings)
    finally:
        engine.dispose()


def _fill(engine: sa.Engine) -> None:
    # Loaded here: only a first start waits for the migrations' tool and the reader of programme files.
    from tracker.cli.data import load_file  # noqa: PLC0415 - see above
    from tracker.migrations.run import upgrade  # noqa: PLC0415 - see above

    upgrade(engine)
    if not _any(engine, Programme):
        load_file(engine, PROGRAMME_FILE)


def _any(engine: sa.Engine, table: type[Programme | User]) -> bool:
    with open_session(engine) as session:
        return session.exec(select(func.count()).select_from(table)).one() > 0


def _first_accounts(engine: sa.Engine, settings: Settings) -> None:
    if not _is_loopback(settings.host):
        click.echo(NO_ACCOUNT)
        return
    passwords = {role: _password() for role in ROLES}
    with unit(engine, "tracker run") as session:
        worked_in = places.codes_of_projects(session)
        for role, password in passwords.items():
            name = role.value.capitalize() if role != Role.mission else "Mission member"
            user = add_account(session, email=_email(role), name=name, role=role, password_hash=hashed(password))
            if role == Role.mission:
                place_account(session, user=user, territory_codes=worked_in)
    click.echo("\nAccounts to begin with; these passwords are shown only now:\n")
    for role, password in passwords.items():
        click.echo(f"  {_email(role):<28} {password}")
    click.echo(f"\nThe mission member reports on the projects in {', '.join(worked_in)}.\n")


def _email(role: Role) -> str:
    return f"{role.value}@example.org"


def _password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
