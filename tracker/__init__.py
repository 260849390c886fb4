"""The tracker: what a disaster-management programme does, where, with whose money, and what must happen next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.settings import ROOT, Settings, read_settings

if TYPE_CHECKING:
    import sqlalchemy as sa
    from flask import Flask


@dataclass(frozen=True)
class Tracker:
    """What one running program has: its settings and its database. At hand as `app.extensions["tracker"]`."""

    settings: Settings
    engine: "sa.Engine"


def create_app(settings: Settings | None = None) -> "Flask":
    """The program as a web application, for these settings or those of the environment."""
    # Loaded here: every command of the command line imports this package, and few of them serve pages.
    from flask import Flask  # noqa: PLC0415 - see above
    from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: PLC0415 - see above

    from tracker import storage, store, web  # noqa: PLC0415 - see above

    settings = settings or read_settings()
    app = Flask(__name__, static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.testing = settings.testing
    app.extensions["tracker"] = Tracker(settings, store.make_engine(settings.database_url))
    storage.of(settings)  # a place that cannot be used is said now, not when the first file comes
    web.register(app, settings)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
