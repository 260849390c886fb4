"""One brief in two languages: the same rows read twice, and what is wrong in either said in both."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.briefs.frame import finished
from tracker.briefs.model import Brief
from tracker.briefs.reader import Reader


def beside(readers: Sequence[Reader]) -> None:
    """Names are in one order; a territory that has no name in one of the languages has none in the brief."""
    for reader in readers[1:]:
        reader.first = readers[0]
    missing = {key for reader in readers for key, label in reader.scope.labels.items() if label.missing}
    for reader in readers:
        labels = reader.scope.labels
        labels.update({key: replace(labels[key], missing=True) for key in missing & labels.keys()})


def in_other_words(readers: Sequence[Reader]) -> None:
    """A record of which something is not in one of the languages is not in the languages of the brief."""
    rows = {key: row for reader in readers for key, row in reader.foreign.items()}
    for reader in readers:
        reader.foreign = dict(rows)


def one_brief(readers: Sequence[Reader], told: Sequence[Brief], former: Brief | None) -> Brief:
    """The brief in its first language, which holds the one in the second, if there is one."""
    before = (former, former.other if former else None)
    done = [finished(brief, reader.scope, was) for reader, brief, was in zip(readers, told, before, strict=False)]
    return _told_twice(*done) if len(done) > 1 else done[0]


def _told_twice(first: Brief, second: Brief) -> Brief:
    """Where English is one of the languages, no standing text has it beside it once more."""
    if "en" in {first.lang, second.lang}:
        first, second = (
            replace(one, standing=tuple(replace(text, english=None) for text in one.standing))
            for one in (first, second)
        )
    return replace(first, other=second)
