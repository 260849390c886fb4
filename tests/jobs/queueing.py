"""Putting a job on the queue and looking at it again."""

import sqlalchemy as sa

from tracker import jobs
from tracker.domain.models import Job
from tracker.store import open_session


def put(engine: sa.Engine, *, kind: str = "count") -> int:
    with open_session(engine) as session:
        job = jobs.enqueue(session, kind, {"number": 7}, None)
        session.commit()
        assert job.id is not None
        return job.id


def job(engine: sa.Engine, job_id: int) -> Job:
    with open_session(engine) as session:
        found = session.get(Job, job_id)
        assert found is not None
        return found
