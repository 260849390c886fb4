"""One unit of work per request: one session, and one commit after the response is known good.

A GET never commits. Where one changed rows all the same, the change is dropped: an error while testing, a line in the
log otherwise.
"""

from contextlib import ExitStack

from flask import Flask, Response, current_app, g, request

from tracker import store
from tracker.store import UnitSession

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ONLY_READING = frozenset({"security.login", "documents.new", "briefs.new"})
"""Posts that write nothing at first, and take long: a sign-in must not hold the write lock while it checks a password,
nor an upload while its file is looked at and kept, nor an order while the brief is checked."""


def session() -> UnitSession:
    """This request's session: on the record, opened when first asked for; or the one given by `read_from`."""
    looking_back: UnitSession | None = g.get("looking_back")
    return live() if looking_back is None else looking_back


def read_from(other: UnitSession) -> None:
    """Let this request read there from now on. What it may do was found out in the record."""
    g.looking_back = other


def live() -> UnitSession:
    """This request's session on the record as it is."""
    if "session" not in g:
        g.session = store.open_session(current_app.extensions["tracker"].engine)
    opened: UnitSession = g.session
    return opened


def of_one_moment() -> None:
    """Read all that follows as it stands now, in however many questions; nothing read before may be used any more.

    On SQLite every transaction does; on PostgreSQL one that says so when it begins.
    """
    if "looking_back" not in g and session().get_bind().dialect.name == "postgresql":
        session().rollback()
        session().connection(execution_options={"isolation_level": "REPEATABLE READ"})


def outlive() -> ExitStack:
    """Let what this request reads from outlive it, for an answer that is read while it is sent: whoever asks closes it."""
    snapshot: ExitStack | None = g.pop("snapshot", None)
    if snapshot is not None:
        return snapshot
    lasting = ExitStack()
    lasting.callback(session().close)
    g.pop("session")
    return lasting


def begin_writing() -> None:
    """From only reading to writing, in a fresh transaction: one that has read cannot be sure to get the write lock."""
    session().rollback()
    store.writing.set(True)


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_appcontext(_close)


def _begin() -> None:
    reading = request.method in SAFE or (request.endpoint in _ONLY_READING and "kept" not in request.form)
    store.writing.set(not reading)


def _end(response: Response) -> Response:
    opened: UnitSession | None = g.get("session")
    if opened is None:
        return response
    if request.method in SAFE:
        _inert(opened)
    elif response.status_code < 400:
        opened.commit()
    else:
        opened.rollback()
    return response


def _inert(opened: UnitSession) -> None:
    changed = [row for row in opened.dirty if opened.is_modified(row)]
    if not (changed or opened.new or opened.deleted or opened.info.get("wrote")):
        return
    opened.rollback()
    message = f"{request.method} {request.path} changed rows: {changed or list(opened.new) or list(opened.deleted)}"
    if current_app.testing:
        raise AssertionError(message)
    current_app.logger.error(message)


def _close(_error: BaseException | None) -> None:
    store.writing.set(True)
    opened: UnitSession | None = g.pop("session", None)
    if opened is not None:
        opened.close()
