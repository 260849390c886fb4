"""Sending mail: by the server that is set; where none is, written into the instance folder for somebody to look at.

A mail that is sent twice, as may happen to one whose sender died before it could note that it was sent, bears the same
Message-ID both times and makes the same file.
"""

import smtplib
import ssl
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tracker.domain.dates import now
from tracker.domain.errors import TrackerError
from tracker.settings import Settings

WITHIN = 30
"""Seconds that the server may take to answer."""

_IN_WORDS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


class NotSent(TrackerError):
    """The mail was not sent: a sentence that says why, without what signs in."""


@dataclass(frozen=True)
class Letter:
    """What is to be sent: to whom, in which language; `key` tells it from all others of this installation.

    `unsubscribe`: the address at which whoever gets it wants no more of its kind.
    """

    key: str
    name: str
    address: str
    language: str
    subject: str
    text: str
    unsubscribe: str


class _Policy(EmailPolicy):
    """The library's for SMTP, which leaves an address in a header as it is: encoded, no mail program would find it."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}\r\n" if name == "List-Unsubscribe" else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _Policy(linesep="\r\n")


def message(settings: Settings, letter: Letter) -> EmailMessage:
    """The letter as mail. A line break in a header's text is none: it would be another header."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = _sender(settings)
    made["To"] = _address(letter.name, letter.address)
    made["Subject"] = one_line(letter.subject)
    made["Date"] = format_datetime(now())
    made["Message-ID"] = f"<{letter.key}@{_host(settings)}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.text, cte="quoted-printable")
    made["Content-Language"] = letter.language  # last: to set the content takes away what is said of it
    return made


def one_line(text: str) -> str:
    """Text on one line, without signs that nobody sees; those that part or join letters of a word stay."""
    return " ".join("".join(map(_shown, text)).split())


def _shown(sign: str) -> str:
    if sign.isprintable() or sign in _IN_WORDS:
        return sign
    return "" if unicodedata.category(sign) == "Cf" else " "


def send(settings: Settings, letter: Letter) -> None:
    """Send the letter, or write it into the folder; raises NotSent."""
    if settings.smtp_url:
        _deliver(settings, message(settings, letter))
    else:
        _write(settings.mail / f"{letter.key}.eml", message(settings, letter).as_bytes())


def _sender(settings: Settings) -> Address:
    name, address = parseaddr(settings.mail_from)
    return _address(name, address or f"tracker@{_host(settings)}")


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "localhost"


def _address(name: str, address: str) -> Address:
    """A name and an address; the domain as name servers have it."""
    local, _, domain = address.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        plain = domain
    return Address(one_line(name), local, plain)


def _deliver(settings: Settings, made: EmailMessage) -> None:
    place = urlsplit(settings.smtp_url)
    where = f"{place.hostname}:{place.port or _port(place.scheme)}"
    try:
        server = _connected(place.scheme, place.hostname or "", place.port or _port(place.scheme))
        try:
            if place.username:
                _need_secrecy(server)
                server.login(unquote(place.username), unquote(place.password or ""))
            server.send_message(made)
        finally:
            with suppress(OSError, smtplib.SMTPException):  # how it says goodbye changes nothing
                server.quit()
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"The mail server {where} refused with code {error.smtp_code}: see TRACKER_SMTP_URL.") from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        raise NotSent(f"The mail server {where} does not take the address (code {codes}).") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(
            f"The mail server {where} does not answer ({type(error).__name__}): see TRACKER_SMTP_URL."
        ) from None


def _need_secrecy(server: smtplib.SMTP) -> None:
    """A password goes over no line that others can read, except to this machine itself."""
    peer = server.sock.getpeername()[0] if server.sock else ""
    if not isinstance(server.sock, ssl.SSLSocket) and peer not in {"127.0.0.1", "::1"}:
        raise NotSent("The mail server does not encrypt: no password is sent to it. Use smtps:// in TRACKER_SMTP_URL.")


def _port(scheme: str) -> int:
    return 465 if scheme == "smtps" else 587


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """A connection to the server, encrypted where it can be."""
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=WITHIN, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=WITHIN)
    server.ehlo_or_helo_if_needed()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    return server


def _write(place: Path, content: bytes) -> None:
    """Beside its place first: whoever looks finds whole mails only."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(place)
