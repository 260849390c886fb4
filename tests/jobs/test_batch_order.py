"""A web server that is killed while a batch is ordered has kept all of it or nothing, and the order can be sent again."""

import multiprocessing as mp
import os
import signal

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.web.client import make_app, signed_in
from tracker.domain.models import Job
from tracker.settings import Settings
from tracker.store import UnitSession

forked = mp.get_context("fork")
ORDER = {"kind": "territories", "languages": ["en", "fr"], "submission": "0" * 31 + "1"}


def ordered_and_killed(settings: Settings, *, committed: bool) -> None:
    """Order a batch at a server that is killed just before, or just after, it keeps the order."""
    keep = UnitSession.commit

    def die(session: UnitSession) -> None:
        if committed:
            keep(session)
        os.kill(os.getpid(), signal.SIGKILL)

    client = signed_in(make_app(settings), "mission")
    UnitSession.commit = die  # type: ignore[assignment, method-assign]
    cast.post(client, "/briefs/batches/new", ORDER)


@pytest.mark.parametrize("committed", [False, True])
def test_a_server_killed_while_a_batch_is_ordered_has_kept_all_of_it_or_nothing(
    app: Flask, app_session: UnitSession, *, committed: bool
) -> None:
    make.project(app_session, territories=[make.territory(app_session, "HT"), make.territory(app_session, "XK")])
    app_session.commit()
    tracker = app.extensions["tracker"]
    tracker.engine.dispose()
    server = forked.Process(target=ordered_and_killed, args=(tracker.settings,), kwargs={"committed": committed})
    server.start()
    server.join(30)
    assert server.exitcode == -signal.SIGKILL
    kept = app_session.scalars(sa.select(col(Job.parent_id)).order_by(col(Job.id))).all()
    app_session.commit()
    assert len(kept) == (5 if committed else 0)
    answer = cast.post(signed_in(app, "mission"), "/briefs/batches/new", ORDER)
    batches = app_session.scalars(sa.select(Job).where(col(Job.parent_id).is_(None))).all()
    assert answer.location == f"/briefs/batches/{batches[0].id}"
    assert (len(batches), len(app_session.scalars(sa.select(Job)).all())) == (1, 5)
