"""Many jobs ordered at once: all or none, after single jobs, cancelled, tried again."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests.jobs.queueing import job, put
from tracker import jobs
from tracker.domain.codes import JobState
from tracker.domain.models import Job
from tracker.domain.queries.doctor import remarks
from tracker.store import open_session

AT_ONCE = timedelta(seconds=-1)


def put_batch(engine: sa.Engine, number: int) -> int:
    with open_session(engine) as session:
        each = [{"number": one} for one in range(number)]
        batch = jobs.enqueue_batch(session, "counts", {"all": True}, None, part="count", each=each)
        session.commit()
        assert batch.id is not None
        return batch.id


def parts(engine: sa.Engine, batch_id: int) -> list[Job]:
    with open_session(engine) as session:
        return list(session.exec(select(Job).where(Job.parent_id == batch_id).order_by(col(Job.id))).all())


def take(engine: sa.Engine, lease: timedelta = jobs.LEASE) -> jobs.Claimed:
    claimed = jobs.claim(engine, lease)
    assert claimed is not None
    return claimed


def fail(engine: sa.Engine, claimed: jobs.Claimed) -> None:
    with engine.begin() as connection:
        assert jobs.fail(connection, claimed, "The paper is out.")


def change(engine: sa.Engine, act: str, batch_id: int) -> int:
    with open_session(engine) as session:
        number: int = getattr(jobs, act)(session, batch_id)
        session.commit()
        return number


def test_the_parts_of_a_batch_are_taken_in_their_order_and_the_batch_itself_never(engine: sa.Engine) -> None:
    batch = put_batch(engine, 3)
    assert [take(engine).args["number"] for _ in range(3)] == [0, 1, 2]
    assert jobs.claim(engine) is None
    assert (job(engine, batch).state, job(engine, batch).attempts) == (JobState.done, 0)
    assert {part.kind for part in parts(engine, batch)} == {"count"}


def test_a_batch_ordered_in_an_undone_transaction_does_not_exist(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        jobs.enqueue_batch(session, "counts", {}, None, part="count", each=[{}] * 5)
        session.rollback()
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_whoever_waits_for_one_brief_does_not_wait_for_five_hundred(engine: sa.Engine) -> None:
    put_batch(engine, 500)
    assert take(engine).args == {"number": 0}
    single, other = put(engine), put(engine)
    assert [take(engine).id, take(engine).id] == [single, other]
    assert take(engine).args == {"number": 1}


def test_a_single_job_of_a_dead_worker_goes_before_a_batch_too(engine: sa.Engine) -> None:
    single = put(engine)
    put_batch(engine, 2)
    take(engine, AT_ONCE)
    assert take(engine).id == single


def test_cancelling_takes_away_what_nobody_has_begun(engine: sa.Engine) -> None:
    batch, other = put_batch(engine, 3), put_batch(engine, 1)
    running = take(engine)
    assert change(engine, "cancel", batch) == 2
    with engine.begin() as connection:
        jobs.finish(connection, running, {"n": 1})
    assert [part.state for part in parts(engine, batch)] == [JobState.done, JobState.cancelled, JobState.cancelled]
    assert take(engine).id == parts(engine, other)[0].id
    assert (jobs.claim(engine), change(engine, "cancel", batch)) == (None, 0)


def test_trying_again_brings_back_the_failed_and_cancelled_and_nothing_else(engine: sa.Engine) -> None:
    batch = put_batch(engine, 4)
    done, failed = take(engine), take(engine)
    with engine.begin() as connection:
        jobs.finish(connection, done, {})
    fail(engine, failed)
    change(engine, "cancel", batch)
    assert change(engine, "retry", batch) == 3
    again = [take(engine) for _ in range(3)]
    assert [one.args["number"] for one in again] == [1, 2, 3]
    assert [part.error for part in parts(engine, batch)] == [None] * 4
    assert jobs.claim(engine) is None


def test_the_fence_goes_on_rising_when_a_job_is_tried_again(engine: sa.Engine) -> None:
    batch = put_batch(engine, 1)
    late = take(engine, AT_ONCE)
    fail(engine, take(engine))
    change(engine, "retry", batch)
    again = take(engine)
    assert (late.attempt, again.attempt, again.is_last_attempt) == (1, jobs.MOST_ATTEMPTS + 1, False)
    with pytest.raises(jobs.LeaseLost), engine.begin() as connection:
        jobs.finish(connection, late, {"by": "late"})


def test_each_round_has_as_many_attempts(engine: sa.Engine) -> None:
    batch = put_batch(engine, 1)
    for number in range(1, 4):
        last = [take(engine, AT_ONCE).is_last_attempt for _ in range(jobs.MOST_ATTEMPTS)]
        assert last == [False, False, True]
        assert jobs.claim(engine) is None
        part = parts(engine, batch)[0]
        assert (part.state, part.attempts) == (JobState.failed, number * jobs.MOST_ATTEMPTS)
        assert change(engine, "retry", batch) == 1


def test_the_doctor_is_not_alarmed_by_a_long_batch_that_somebody_is_at(engine: sa.Engine) -> None:
    put_batch(engine, 2)
    long_ago, now = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (-5, 5))
    with open_session(engine) as session:
        told = [remarks(session, today=now.date(), unseen_since=since) for since in (long_ago, now)]
        assert [any("Jobs that no worker has taken: 2" in one for one in each) for each in told] == [False, True]
    take(engine)
    with open_session(engine) as session:
        told = [remarks(session, today=now.date(), unseen_since=datetime.now(UTC) - timedelta(seconds=2))]
        assert not any("no worker" in one for one in told[0])
