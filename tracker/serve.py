"""The web server: gunicorn, started from here so that its settings stand in one place.

The application is loaded once, before the workers are forked from it: that starts quickly and shares the memory.
"""

import errno
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from tracker.domain.errors import TrackerError

WORKERS = 2
THREADS = 4
_BUSY = {
    errno.EADDRINUSE: "Port {port} on {host} is taken: stop what uses it, or set PORT to another number.",
    errno.EADDRNOTAVAIL: "{host} is no address of this machine: set HOST to one that is, such as 127.0.0.1.",
    errno.EACCES: "Port {port} may only be opened by root: set PORT to a number from 1024 up.",
}


class Server(BaseApplication):
    """Gunicorn with our application and settings, on a socket that is open already: its file descriptor."""

    def __init__(self, make_app: Callable[[], Flask], listening: int) -> None:
        self.make_app = make_app
        self.listening = listening
        super().__init__()

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": f"fd://{self.listening}",
            "workers": WORKERS,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "keepalive": 15,
            "graceful_timeout": 10,
            "control_socket_disable": True,
            "proc_name": "tracker",
            "loglevel": "warning",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.make_app()


def listen(host: str, port: int) -> socket.socket:
    """Open the port; raises TrackerError saying what to do when it cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((address[0], port), family=family, backlog=256)
    except OSError as error:
        why = _BUSY.get(error.errno or 0, "{host}:{port} cannot be opened: {error}. Set HOST and PORT.")
        raise TrackerError(why.format(host=host, port=port, error=error.strerror)) from error
    except OverflowError as error:
        raise TrackerError(f"PORT is {port}: give a number from 1 to 65535.") from error
