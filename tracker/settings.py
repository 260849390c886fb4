"""Settings: one frozen object from the environment and the instance folder. Nothing else reads the environment."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
_KEY_FILE = "secret.key"


@dataclass(frozen=True)
class Settings:
    """What differs between installations.

    `public_url` is the address people use, without a closing slash: cookies are for https only when it is https,
    printed addresses start with it. `proxies` says how many reverse proxies stand in front and may be believed about
    who is asking. `storage` is where files are kept when not in the instance folder (`s3://bucket/prefix`), reached
    at `storage_endpoint` when that is not Amazon's. `largest_file` is the size in bytes of the largest one that is
    taken. `smtp_url` is the server that sends mail, in the name of `mail_from`; without one, mails are written into
    `mail`. `testing` makes a page that writes on a GET an error instead of a line in the log.
    """

    instance: Path
    database_url: str
    secret_key: str
    public_url: str
    host: str = "127.0.0.1"
    port: int = 5000
    proxies: int = 0
    storage: str = ""
    storage_endpoint: str = ""
    largest_file: int = 20_000_000
    smtp_url: str = ""
    mail_from: str = ""
    testing: bool = False

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def documents(self) -> Path:
        """Where kept files lie, each under its hash, unless `storage` names another place."""
        return self.instance / "documents"

    @property
    def mail(self) -> Path:
        """Where mails are written while no server sends them."""
        return self.instance / "mail"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; makes the instance folder and the secret key when they are missing."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("TRACKER_INSTANCE") or ROOT / "instance").expanduser().resolve()
    instance.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # somebody else's folder, which a service was allowed into
        instance.chmod(0o700)  # database, documents and secret are for this account only
    host, port = env.get("HOST") or "127.0.0.1", _number(env, "PORT", 5000)
    return Settings(
        instance=instance,
        database_url=database_url(env.get("TRACKER_DATABASE_URL") or "", instance),
        secret_key=env.get("TRACKER_SECRET_KEY") or _kept_key(instance / _KEY_FILE),
        public_url=_public(env.get("TRACKER_PUBLIC_URL") or f"http://{host}:{port}").rstrip("/"),
        host=host,
        port=port,
        proxies=_number(env, "TRACKER_PROXIES", 0),
        storage=_storage(env.get("TRACKER_STORAGE") or ""),
        storage_endpoint=(env.get("TRACKER_STORAGE_ENDPOINT") or "").rstrip("/"),
        largest_file=_number(env, "TRACKER_LARGEST_FILE_MB", 20) * 1_000_000,
        smtp_url=_smtp(env.get("TRACKER_SMTP_URL") or ""),
        mail_from=_sender(env),
    )


def database_url(given: str, instance: Path) -> str:
    """The address for SQLAlchemy: SQLite in the instance folder unless given; PostgreSQL always by psycopg."""
    if not given:
        return f"sqlite:///{instance / 'tracker.sqlite3'}"
    scheme, sep, rest = given.partition("://")
    return f"postgresql+psycopg://{rest}" if sep and scheme in {"postgres", "postgresql"} else given


def _public(given: str) -> str:
    """The address in ASCII, with its host as name servers have it: it also stands in the heads of mails."""
    if given.isascii():
        return given
    parts = urlsplit(given)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host = port = ""
    if not host:
        raise SystemExit(f"TRACKER_PUBLIC_URL is {given!r}: give an address, such as https://example.org.")
    return parts._replace(netloc=f"{host}{port}", path=quote(parts.path, safe="/%")).geturl()


def _storage(given: str) -> str:
    if given and not re.fullmatch(r"s3://[^/\s]+(/\S*)?", given):
        raise SystemExit(f"TRACKER_STORAGE is {given!r}: give s3://BUCKET/PREFIX, or nothing for the instance folder.")
    return given


def _smtp(given: str) -> str:
    """The mail server's address; what is wrong is said without it, as there is a password in it."""
    if given and not re.fullmatch(r"smtps?://(\S+@)?[^@/:\s]+(:\d{1,5})?/?", given):
        raise SystemExit("TRACKER_SMTP_URL cannot be read: give smtp://USER:PASSWORD@HOST:587 or smtps://….")
    return given


def _sender(env: Mapping[str, str]) -> str:
    given = env.get("TRACKER_MAIL_FROM") or ""
    if given and not re.fullmatch(r"[^<>@\s]+@[^<>@\s]+|[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>", given):
        raise SystemExit(f"TRACKER_MAIL_FROM is {given!r}: give an address, such as tracker@example.org.")
    if env.get("TRACKER_SMTP_URL") and not given:
        raise SystemExit("TRACKER_MAIL_FROM is missing: give the address that mails come from.")
    return given


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isascii() or not value.isdigit():
        raise SystemExit(f"{name} is {value!r}: give a whole number, such as {default}.")
    return int(value)


def _kept_key(path: Path) -> str:
    """The key in `path`, made if absent. Linked into place whole, so that two starting processes read the same one."""
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # made with mode 0600
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
