"""The queue itself: who gets a job, for how long, and how often."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.jobs.queueing import job, put
from tracker import jobs
from tracker.domain.codes import JobState
from tracker.store import open_session

AT_ONCE = timedelta(seconds=-1)


def take(engine: sa.Engine, lease: timedelta = jobs.LEASE) -> jobs.Claimed:
    claimed = jobs.claim(engine, lease)
    assert claimed is not None
    return claimed


def test_an_empty_queue_gives_nothing(engine: sa.Engine) -> None:
    assert jobs.claim(engine) is None
    with engine.connect() as connection:
        assert jobs.waiting(connection) is False


def test_the_oldest_job_comes_first_and_only_once(engine: sa.Engine) -> None:
    first, second = put(engine), put(engine)
    assert [take(engine).id, take(engine).id] == [first, second]
    assert jobs.claim(engine) is None


def test_a_claimed_job_says_what_is_to_be_done(engine: sa.Engine) -> None:
    number = put(engine, kind="brief")
    assert take(engine) == jobs.Claimed(number, "brief", {"number": 7}, None, 1)
    assert job(engine, number).state == JobState.running


def test_a_job_enqueued_in_an_undone_transaction_does_not_exist(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        jobs.enqueue(session, "count", {}, None)
        session.rollback()
    assert jobs.claim(engine) is None


def test_a_job_whose_lease_has_ended_is_taken_again(engine: sa.Engine) -> None:
    put(engine)
    first = take(engine, AT_ONCE)
    second = take(engine)
    assert (second.id, second.attempt) == (first.id, 2)


def test_whoever_lost_the_lease_cannot_finish_fail_or_extend(engine: sa.Engine) -> None:
    number = put(engine)
    late, present = take(engine, AT_ONCE), take(engine)
    with engine.begin() as connection:
        assert not jobs.fail(connection, late, "too late")
        assert not jobs.extend(connection, late)
        assert not jobs.progress(connection, late, 1, 2)
    with pytest.raises(jobs.LeaseLost), engine.begin() as connection:
        jobs.finish(connection, late, {"by": "late"})
    with engine.begin() as connection:
        jobs.finish(connection, present, {"by": "present"})
    assert job(engine, number).result == {"by": "present"}


def test_finishing_twice_changes_nothing(engine: sa.Engine) -> None:
    number = put(engine)
    claimed = take(engine)
    with engine.begin() as connection:
        jobs.finish(connection, claimed, {"n": 1})
    with pytest.raises(jobs.LeaseLost), engine.begin() as connection:
        jobs.finish(connection, claimed, {"n": 2})
    assert job(engine, number).result == {"n": 1}
    assert job(engine, number).state == JobState.done


def test_a_job_that_stopped_its_worker_three_times_fails_with_a_reason(engine: sa.Engine) -> None:
    number = put(engine)
    for _ in range(jobs.MOST_ATTEMPTS):
        take(engine, AT_ONCE)
    assert jobs.claim(engine) is None
    assert (job(engine, number).state, job(engine, number).error) == (JobState.failed, jobs.GAVE_UP)


def test_progress_is_seen_and_ends_full(engine: sa.Engine) -> None:
    number = put(engine)
    claimed = take(engine)
    with engine.begin() as connection:
        jobs.progress(connection, claimed, 1, 3)
    assert (job(engine, number).progress, job(engine, number).total) == (1, 3)
    with engine.begin() as connection:
        jobs.finish(connection, claimed, {})
    assert job(engine, number).progress == 3


def test_a_job_given_back_uncounted_has_all_its_attempts_left(engine: sa.Engine) -> None:
    put(engine)
    claimed = take(engine)
    with engine.begin() as connection:
        assert jobs.give_back(connection, claimed, counted=False)
    assert take(engine).attempt == 1


def test_the_heartbeat_keeps_a_long_job(engine: sa.Engine) -> None:
    put(engine)
    lease = timedelta(seconds=0.6)
    claimed = take(engine, lease)
    with jobs.held(engine, claimed, lease=lease, every=0.1):
        time.sleep(1.2)
        assert jobs.claim(engine) is None
    time.sleep(0.8)
    assert take(engine).attempt == 2
