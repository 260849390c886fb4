"""How much a request may send: enough for a file where one is asked for, little everywhere else."""

from flask import Flask, request, session

from tracker.settings import Settings

UPLOADS = frozenset({"documents.new"})
"""Views that take a file."""

COMPARED = 15_000_000
"""Bytes of the largest file that is compared with issued briefs; anybody may send one, so it stays below the usual limit."""

_TIMES = 5
"""A file this many times too large is still read to its end, so that its form can say so and keep what was typed."""

_BESIDE = 1024 * 1024
"""What the rest of such a form may weigh."""


def register(app: Flask, settings: Settings) -> None:
    room = settings.largest_file * _TIMES + _BESIDE

    @app.before_request
    def make_room() -> None:
        """For people who are signed in: strangers fill no disk."""
        if request.endpoint in UPLOADS and "_user_id" in session:
            request.max_content_length = room
