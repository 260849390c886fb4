"""Making accounts: the form of an address, the hash of a password."""

import re
import secrets
import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlmodel import Session, col, select

from tracker.domain.codes import N_, Role
from tracker.domain.errors import Refused
from tracker.domain.models import RoleRow, User, UserTerritory
from tracker.domain.queries.places import by_code

SHORTEST_PASSWORD = 8
LONGEST_ADDRESS = 200
_ATOM = r"[^\s@.\"(),:;<>\[\\\]]+"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_ADDRESS = re.compile(rf"^{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+$")


def address(text: str) -> str:
    """An e-mail address, its domain in lower case; raises Refused("email").

    Only the form is looked at: no name server is asked, and example.org, .test and .local are good addresses here.
    """
    local, _, domain = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    plain = f"{local}@{domain.lower()}"
    if len(plain) > LONGEST_ADDRESS or not _ADDRESS.match(plain):
        raise Refused("email", N_("“%(text)s” is no e-mail address: write it as name@example.org."), {"text": text})
    return plain


def hashed(password: str) -> str:
    """A password as it is kept (argon2id), in the normal form that sign-in compares; raises Refused("password")."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST_PASSWORD:
        raise Refused(
            "password",
            N_("A password has at least %(least)s characters: choose a longer one."),
            {"least": SHORTEST_PASSWORD},
        )
    return PasswordHasher().hash(plain)


def add_account(session: Session, *, email: str, name: str, role: Role, password_hash: str) -> User:
    """Make an account; raises Refused where the address is none or is taken, or the name is missing."""
    email, name = address(email), " ".join(name.split())
    if not name:
        raise Refused("name", N_("An account needs the name of its person."))
    if session.exec(select(User.id).where(sa.func.lower(User.email) == email.lower())).first() is not None:
        raise Refused("email", N_("There is an account with the address %(email)s already."), {"email": email})
    user = User(email=email, name=name, password=password_hash, fs_uniquifier=secrets.token_hex(32))
    user.roles = [_role(session, role)]
    session.add(user)
    session.flush()
    return user


def place_account(session: Session, *, user: User, territory_codes: Iterable[str]) -> None:
    """Say in which territories the person works: a mission reports on the projects of its territories.

    Raises Refused("territory") for a code that no territory has; a territory the person has already is left.
    """
    for code in dict.fromkeys(code.strip().upper() for code in territory_codes):
        territory = by_code(session, code)
        if territory is None or territory.id is None or user.id is None:
            raise Refused(
                "territory", N_("There is no territory “%(code)s”: give its code, such as XK."), {"code": code}
            )
        if session.get(UserTerritory, (user.id, territory.id)) is None:
            session.add(UserTerritory(user_id=user.id, territory_id=territory.id))
    session.flush()


def _role(session: Session, role: Role) -> RoleRow:
    row = session.exec(select(RoleRow).where(col(RoleRow.name) == role.value)).first()
    return row or RoleRow(name=role.value)
