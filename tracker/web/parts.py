"""The pages on which parts of a record are added, changed, taken away and brought back: the same for every kind.

A module of views says which kinds its record has (`PartPage`) and how the record is loaded for editing (`Owner`), and
puts the three routes on a blueprint of its own with `routes`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain.actions import parts as acts
from tracker.domain.actions.parts import PartType
from tracker.domain.errors import Clash, NotFound, Problem, Refused, RefusedMany
from tracker.domain.queries import changes
from tracker.domain.queries.parts import one as one_part
from tracker.web import clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms import Form
from tracker.web.fragments import page, see, under_htmx, wants_fragment
from tracker.web.problems import words


def _offer_nothing(_form: Any, _owner: Any) -> None:  # noqa: ANN401 - any form, any record
    return


def _no_remarks(_session: Any, _row: Any) -> Iterable[Problem]:  # noqa: ANN401 - rows of any table
    return ()


def _nothing_beside(_owner: Any) -> dict[str, Any]:  # noqa: ANN401 - any record
    return {}


@dataclass(frozen=True)
class PartPage:
    """How a kind of part is edited: its form, the headings of its two pages, what its boxes offer.

    `offer(form, owner)` fills the choices of the form's boxes; `remarks(session, row)` says what deserves a second look
    about what was saved; `beside(owner)` gives the template what it shows beside the form, by the name `beside`.
    """

    part: PartType
    form: type[Form]
    add: Any
    one: Any
    offer: Callable[[Any, Any], None] = _offer_nothing
    remarks: Callable[[Any, Any], Iterable[Problem]] = _no_remarks
    beside: Callable[[Any], dict[str, Any]] = _nothing_beside


@dataclass(frozen=True)
class Owner:
    """The record that parts belong to: how it is loaded for editing (404, 403 with the reason), shown and named.

    `load(code)`; `show`: the endpoint of its page, which takes `code`; `listed`: endpoint and title of its list.
    """

    load: Callable[[str], Any]
    show: str
    title: Callable[[Any], str]
    listed: tuple[str, Any]

    def address(self, code: str, word: str, **given: Any) -> str:  # noqa: ANN401 - whatever an address holds
        """The place on the owner's page where parts of a kind stand."""
        return url_for(self.show, code=code, _anchor=word, **given)


def routes(bp: Blueprint, prefix: str, owner: Owner, pages: Mapping[str, PartPage]) -> None:
    """Put three routes below `prefix` (`/agreements/<code>`) on the blueprint: `new`, `edit` and `put_away`.

    `pages`: by the word that stands in the address and is the anchor of the section on the owner's page.
    """
    words = ", ".join(f"'{word}'" for word in pages)
    below = f"{prefix}/<any({words}):kind>"
    views = _Views(bp.name, owner, pages)
    bp.add_url_rule(f"{below}/new", "new", guard.signed_in(views.new), methods=["GET", "POST"])
    bp.add_url_rule(f"{below}/<int:part_id>", "edit", guard.signed_in(views.edit), methods=["GET", "POST"])
    act = f"{below}/<int:part_id>/<any(remove, undo):what>"
    bp.add_url_rule(act, "put_away", guard.signed_in(views.put_away), methods=["POST"])


class _Views:
    def __init__(self, name: str, owner: Owner, pages: Mapping[str, PartPage]) -> None:
        self.name, self.owner, self.pages = name, owner, pages

        def new(code: str, kind: str) -> Response:
            return self._new(code, kind)

        def edit(code: str, kind: str, part_id: int) -> Response:
            return self._edit(code, kind, part_id)

        def put_away(code: str, kind: str, part_id: int, what: str) -> Response:
            return self._put_away(code, kind, part_id, what)

        self.new, self.edit, self.put_away = new, edit, put_away

    def _new(self, code: str, kind: str) -> Response:
        owner, part_page = self.owner.load(code), self.pages[kind]
        form: Any = part_page.form()
        part_page.offer(form, owner)
        if draft := form.draft(part_page.part.draft):
            if address := submissions.already(unit.session(), form.submission.data):
                return see(address)
            try:
                row = acts.add(unit.session(), part_page.part, owner=owner, draft=draft, language=language.current())
            except (Refused, RefusedMany) as refused:
                unit.session().rollback()
                form.refuse(refused)
                owner = self.owner.load(code)
            else:
                address = self._led_to(code, kind, row.id)
                submissions.remember(unit.session(), form.submission.data, address)
                flash(_("Added."), "done")
                self._remark(part_page, row)
                return see(address)
        return self._page(form, owner, kind, part_page.add)

    def _edit(self, code: str, kind: str, part_id: int) -> Response:
        owner, part_page = self.owner.load(code), self.pages[kind]
        row = self._row(owner, kind, part_id)
        standing = acts.standing(unit.session(), part_page.part, row)
        form: Any = part_page.form(formdata=clash.chosen(standing), data=standing | {"version": row.version})
        form.speaking(row.record.language)
        part_page.offer(form, owner)
        if draft := form.draft(part_page.part.draft):
            try:
                acts.edit(unit.session(), part_page.part, row=row, draft=draft, version=form.version.data)
            except Clash as newer:
                return self._clash(form, part_page.part, row, standing, newer.current)
            except (Refused, RefusedMany) as refused:
                unit.session().rollback()
                form.refuse(refused)
                owner = self.owner.load(code)
                row = self._row(owner, kind, part_id)
            else:
                flash(_("Saved."), "done")
                self._remark(part_page, row)
                return see(self.owner.address(code, kind))
        return self._page(form, owner, kind, part_page.one, row=row)

    @staticmethod
    def _remark(part_page: PartPage, row: Any) -> None:  # noqa: ANN401 - rows of any table
        for problem in part_page.remarks(unit.session(), row):
            flash(words(problem), "warning")

    def _put_away(self, code: str, kind: str, part_id: int, what: str) -> Response:
        owner, part_page = self.owner.load(code), self.pages[kind]
        row = self._row(owner, kind, part_id, archived=what == "undo")
        if what == "undo":
            acts.bring_back(unit.session(), part_page.part, row=row)
            flash(_("It is back."), "done")
            return see(self.owner.address(code, kind))
        acts.take_away(unit.session(), part_page.part, row=row, version=part_page.form().version.data)
        flash(_("Removed. Its history stays."), "done")
        return see(self.owner.address(code, kind, removed=part_id, kind=kind))

    def _led_to(self, code: str, kind: str, part_id: int) -> str:
        """Where a new part is seen; under htmx another address than the page has, or the browser would only scroll."""
        return self.owner.address(code, kind, added=part_id) if under_htmx() else self.owner.address(code, kind)

    def _row(self, owner: Any, kind: str, part_id: int, *, archived: bool = False) -> Any:  # noqa: ANN401 - rows of any table
        part = self.pages[kind].part
        row = one_part(unit.session(), part.table, part.owner, owner.id or 0, part_id)
        if row is None or (row.record.archived_at is not None) != archived:
            raise NotFound
        return row

    def _clash(self, form: Any, part: PartType, row: Any, theirs: dict[str, Any], version: int) -> Response:  # noqa: ANN401
        part_id = row.id
        currency = part.currency(unit.session(), row) if part.currency else None
        then = changes.at_version(unit.session(), part_id, part.kind.value, form.version.data or 0)
        values = then.values if then else {}
        base = {name: values.get(name, values.get(f"{name}_stated", theirs[name])) for name in theirs}
        if "amount" in theirs and then:
            base["amount"] = acts.major(values.get("amount_minor"), values.get("currency") or currency)
        if then:
            base |= part.was(unit.session(), part_id, then)
        return clash.page(form, record_id=part_id, entity=part.kind.value, base=base, theirs=theirs, version=version)

    def _page(self, form: Any, owner: Any, kind: str, heading: Any, row: Any = None) -> Response:  # noqa: ANN401
        code = owner.record.code
        listed, title = self.owner.listed
        return page(
            "parts/edit.html",
            "form",
            status=form.status,
            form=form,
            owner_title=self.owner.title(owner),
            owner_address=url_for(self.owner.show, code=code),
            back=self.owner.address(code, kind),
            listed=(str(title), url_for(listed)),
            kind=kind,
            heading=str(heading),
            row=row,
            beside=self.pages[kind].beside(owner),
            in_place=wants_fragment(),
        )
