"""Whether a printed brief still holds, and whether a file is an issued one; open to whoever holds the paper.

Neither its title nor what changed is told, and the brief itself is not to be had here.
"""

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from tracker.briefs import standing
from tracker.domain import rules
from tracker.domain.dates import today
from tracker.domain.queries import verifying as queries
from tracker.domain.queries.verifying import Issued
from tracker.language import OWN_NAMES
from tracker.web import access, arguments, downloads, unit
from tracker.web.access import guard
from tracker.web.errors import Saying
from tracker.web.forms.verify import PaperForm
from tracker.web.fragments import page, see

bp = Blueprint("verify", __name__)


@bp.route("/verify", methods=["GET", "POST"], strict_slashes=False)
@guard.open_to_all
def ask() -> Response:
    if number := arguments.text("number"):
        return see(url_for("verify.show", number=number))
    form = PaperForm()
    sha256 = form.fingerprint()
    paper = queries.paper(unit.session(), sha256) if sha256 else None
    if paper and paper.number:
        return _standing(access.found(queries.by_number(unit.session(), paper.number)), form, sha256)
    return page("verify/ask.html", status=form.status, form=form, sha256=sha256, paper=paper)


@bp.route("/verify/<number>", methods=["GET", "POST"])
@guard.open_to_all
def show(number: str) -> Response:
    issued = queries.by_number(unit.session(), number)
    if issued is None:
        return _unknown(number)
    form = PaperForm()
    return _standing(issued, form, form.fingerprint())


@bp.after_request
def unlisted(response: Response) -> Response:
    """Numbers are for those who hold the paper, not for search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _standing(issued: Issued, form: PaperForm, sha256: str | None) -> Response:
    """What there is to say of the brief, and of the file that was sent, if one was."""
    session, viewer = unit.session(), access.known_viewer()
    data = downloads.content(issued.data_sha256) if issued.data_sha256 else None
    return page(
        "verify/show.html",
        status=form.status,
        issued=issued,
        changes=standing.changes(session, issued, data, today()),
        form=form,
        sha256=sha256,
        paper=queries.paper(session, sha256) if sha256 else None,
        names=OWN_NAMES,
        may_read=viewer is not None and rules.can_read_brief(viewer, issued.user_id),
    )


def _unknown(number: str) -> Response:
    saying = Saying(
        _("No such brief"),
        _("No brief with the number “%(number)s” was issued here.", number=number),
        _("Compare the number with the foot of the printed page. A draft has none."),
    )
    return page("errors/page.html", status=404, saying=saying)
