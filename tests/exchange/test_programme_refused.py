"""A programme file with a fault: every fault is named with file, record and key, and nothing is loaded."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from tracker.domain import models as m
from tracker.domain.errors import Refused, RefusedMany
from tracker.exchange import programme
from tracker.exchange.yaml_file import read
from tracker.files import PROGRAMME_FILE
from tracker.store import UnitSession

HEAD = "file: {format: tracker-programme, version: 1, language: en}\nsource: paper\n"
SMALLEST = f"""{HEAD}documents: [{{id: paper, title: A paper, kind: report}}]
organisations: [{{id: undp, name: UNDP, paragraph: "1"}}]
programmes: [{{id: dmp, name: DMP, paragraph: "1"}}]
projects: [{{id: bam, title: Bam, programme: dmp, stage: proposed, paragraph: "2"}}]
"""

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "programme.yaml"


def written(file: Path, text: str | bytes) -> Path:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@cache
def whole() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.load(PROGRAMME_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return raw


def refusals(session: UnitSession, file: Path, change: Change) -> list[str]:
    """What a load of the real file says after a change of it."""
    raw = deepcopy(whole())
    change(raw)
    written(file, yaml.dump(raw, Dumper=yaml.CSafeDumper, allow_unicode=True))
    with pytest.raises(RefusedMany) as refused:
        programme.load(session, file)
    return str(refused.value).splitlines()


def of(raw: dict[str, Any], section: str, code: str) -> dict[str, Any]:
    item: dict[str, Any] = next(item for item in raw[section] if item["id"] == code)
    return item


def bam(raw: dict[str, Any]) -> dict[str, Any]:
    return of(raw, "projects", "bam-transitional-shelter")


def rows(session: UnitSession) -> int:
    return session.exec(select(sa.func.count()).select_from(m.Record)).one()


BAM = "programme.yaml · projects · bam-transitional-shelter"
FAULTS: dict[str, tuple[Change, str]] = {
    "an unknown key": (
        lambda raw: bam(raw).update(titel="Bam"),
        f"{BAM} · titel: There is no such key here; “title” may be meant.",
    ),
    "an unknown key of a part": (
        lambda raw: of(raw, "contributions", "c-can")["steps"][0].update(ammount=1),
        "programme.yaml · contributions · c-can · steps · pledge · ammount: There is no such key here; “amount” may be meant.",
    ),
    "an unknown section": (lambda raw: raw.update(budgets=[]), "programme.yaml · budgets: There is no such key here."),
    "a missing key": (lambda raw: bam(raw).pop("stage"), f"{BAM} · stage: This is required."),
    "a bad date": (
        lambda raw: bam(raw).update(start="2004-13"),
        f"{BAM} · start: There is no day 2004-13.",
    ),
    "a date in other words": (
        lambda raw: bam(raw).update(start="Q1 2004"),
        f"{BAM} · start: “Q1 2004” is no date. Write 2003-12-26, 2003-11, 2004, early 2004, end 2003 or 2004-03/2004-12.",
    ),
    "a date that is a number": (
        lambda raw: bam(raw).update(start=2004),
        f"{BAM} · start: A date is text: put quotation marks around it.",
    ),
    "a text that is a number": (
        lambda raw: bam(raw).update(paragraph=42),
        f"{BAM} · paragraph: This must be text; put quotation marks around it.",
    ),
    "an empty text": (
        lambda raw: bam(raw).update(title=" "),
        f"{BAM} · title: There is nothing here; leave the key out.",
    ),
    "a map for a list": (
        lambda raw: bam(raw).update(partners={"organisation": "undp"}),
        f"{BAM} · partners: This must be a list.",
    ),
    "a text for a map": (
        lambda raw: bam(raw)["partners"].append("undp"),
        f"{BAM} · partners · 2: This must be a map of keys and values.",
    ),
    "a code outside its list": (
        lambda raw: of(raw, "agreements", "mou-adb").update(state="agreed"),
        "programme.yaml · agreements · mou-adb · state: “agreed” is none of: 'draft', 'signed', 'ended', 'suspended' or 'terminated'.",
    ),
    "a phase outside the cycle": (
        lambda raw: bam(raw).update(phase="relief"),
        f"{BAM} · phase: “relief” is none of: 'mitigation', 'preparedness', 'response', 'recovery' or 'reconstruction'.",
    ),
    "a phase in another language": (
        lambda raw: bam(raw)["texts"].update(phase={"zh": "重建"}),
        f"{BAM} · texts.phase: The record has no text of this name.",
    ),
    "a dangling reference": (
        lambda raw: bam(raw)["partners"][0].update(organisation="unesco"),
        f"{BAM} · partners · 1 · organisation: There is no “unesco” among the file's organisations.",
    ),
    "a reference from a part": (
        lambda raw: of(raw, "agreements", "mou-undp")["undertakings"][0].update(by="unesco"),
        "programme.yaml · agreements · mou-undp · undertakings · posting · by: There is no “unesco” among the file's organisations.",
    ),
    "a termination without its reason": (
        lambda raw: of(raw, "agreements", "mou-adb").update(state="terminated"),
        "programme.yaml · agreements · mou-adb · state_why: Say why: a suspension or termination needs its reason.",
    ),
    "an undertaking done on no whole day": (
        lambda raw: of(raw, "agreements", "mou-undp")["undertakings"][0].update(state="done", done="2003-11"),
        "programme.yaml · agreements · mou-undp · undertakings · posting · done: This is a whole day, such as 2003-12-26.",
    ),
    "an undertaking done on a day and still open": (
        lambda raw: of(raw, "agreements", "mou-undp")["undertakings"][0].update(done="2003-11-05"),
        "programme.yaml · agreements · mou-undp · undertakings · posting · done: It has a day on which it was done: its state is done.",
    ),
    "a ceiling without its currency": (
        lambda raw: of(raw, "agreements", "mou-adb").update(ceiling={"amount": 5}),
        "programme.yaml · agreements · mou-adb · ceiling · currency: This is required.",
    ),
    "an unknown source": (
        lambda raw: raw.update(source="a-60-1"),
        "programme.yaml · source: There is no “a-60-1” among the file's documents.",
    ),
    "an unknown territory": (
        lambda raw: bam(raw).update(territories=["IR", "UK"]),
        f"{BAM} · territories · 2: “UK” is no territory. Write its ISO 3166 code of two letters, such as MZ.",
    ),
    "an id given twice": (
        lambda raw: raw["projects"].append(deepcopy(bam(raw))),
        f"{BAM} · id: This id stands here a second time.",
    ),
    "a part's id given twice": (
        lambda raw: bam(raw)["components"].append({"id": "capacity", "title": "More"}),
        f"{BAM} · components · capacity · id: This id stands here a second time.",
    ),
    "an id that is no slug": (
        lambda raw: raw["places"].append({"id": "Bam City", "name": "Bam", "territory": "IR"}),
        "programme.yaml · places · Bam City · id: An id is lower case letters, digits and hyphens.",
    ),
    "an amount without currency": (
        lambda raw: of(raw, "contributions", "c-can")["steps"][0].pop("currency"),
        "programme.yaml · contributions · c-can · steps · pledge · currency: Amount and currency stand together, or neither is stated.",
    ),
    "an unknown currency": (
        lambda raw: of(raw, "contributions", "c-can")["steps"][0].update(currency="CDN"),
        "programme.yaml · contributions · c-can · steps · pledge · currency: CDN is not a currency code. Use three letters such as USD.",
    ),
    "an amount in words": (
        lambda raw: of(raw, "funds", "tf-shsppp")["target"].update(amount="5 million"),
        "programme.yaml · funds · tf-shsppp · target · amount: This must be a number, without currency or separators.",
    ),
    "two currencies in one contribution": (
        lambda raw: of(raw, "contributions", "c-can")["steps"].append(
            {"id": "paid", "kind": "received", "stated": "paid", "amount": 1, "currency": "USD"}
        ),
        "programme.yaml · contributions · c-can · steps: All steps of a contribution are in one currency; make two contributions.",
    ),
    "a translation of no text": (
        lambda raw: bam(raw)["texts"].update(stage={"zh": "建议"}),
        f"{BAM} · texts.stage: The record has no text of this name.",
    ),
    "a translation into no language of the six": (
        lambda raw: bam(raw)["texts"]["title"].update(fa="بم"),
        f"{BAM} · texts · title · fa: The language is one of: en, fr, es, ar, zh, ru.",
    ),
    "an added fact that is not there": (
        lambda raw: bam(raw)["added"].update(start="public record"),
        f"{BAM} · added.start: The record gives no value of this name.",
    ),
    "a quotation about no field": (
        lambda raw: bam(raw)["quotations"][0].update(field="quake"),
        f"{BAM} · quotations: “quake” is no key of this record.",
    ),
    "a sign that cannot be printed": (
        lambda raw: bam(raw).update(title="Bam\x07"),
        f"{BAM} · title: There is a character in this text that cannot be printed.",
    ),
    "organisations in a circle": (
        lambda raw: of(raw, "organisations", "undp").update(parent="undp-tehran"),
        "programme.yaml: These refer to each other in a circle: undp, undp-tehran, undp.",
    ),
    "a file of another form": (
        lambda raw: raw["file"].update(format="spreadsheet"),
        "programme.yaml · file · format: “spreadsheet” is none of: 'tracker-programme'.",
    ),
    "a file of a later version": (
        lambda raw: raw["file"].update(version=2),
        "programme.yaml · file · version: “2” is none of: 1.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.once
def test_a_fault_is_named_and_nothing_is_loaded(session: UnitSession, file: Path, fault: str) -> None:
    change, sentence = FAULTS[fault]
    assert refusals(session, file, change) == [sentence]
    assert rows(session) == 0


def test_a_missing_section_is_named(session: UnitSession, file: Path) -> None:
    said = refusals(session, file, lambda raw: raw.pop("projects"))
    assert "programme.yaml · projects: This is required." in said


def test_all_faults_are_said_at_once(session: UnitSession, file: Path) -> None:
    def change(raw: dict[str, Any]) -> None:
        bam(raw).update(start="2004-13", programme="dpm", budget=0)
        raw["events"][0].pop("date")

    said = refusals(session, file, change)
    assert [line.rsplit(": ", 1)[0] for line in said] == [
        f"{BAM} · programme",
        f"{BAM} · start",
        f"{BAM} · budget",
        "programme.yaml · events · e-ecosoc-2003-62 · date",
    ]
    assert rows(session) == 0


def test_a_refused_file_leaves_what_stands(session: UnitSession, file: Path) -> None:
    programme.load(session, written(file, SMALLEST))
    session.commit()
    before = session.exec(select(sa.func.count()).select_from(m.RowVersion)).one()
    with pytest.raises(RefusedMany):
        programme.load(session, written(file, SMALLEST.replace("title: Bam", "title: New, start: soon 2004")))
    assert session.exec(select(m.Project.title)).one() == "Bam"
    assert session.exec(select(sa.func.count()).select_from(m.RowVersion)).one() == before


def test_a_file_without_a_word_on_visibility_is_internal(session: UnitSession, file: Path) -> None:
    programme.load(session, written(file, SMALLEST))
    project = session.exec(select(m.Project)).one()
    assert project.record.visibility == "internal"


YAML_FAULTS: dict[str, tuple[str | bytes, str]] = {
    "broken syntax": (
        f"{SMALLEST}places: [",
        "programme.yaml: Line 8, column 1 is no YAML: did not find expected node content.",
    ),
    "a tab": (
        "file:\n\tformat: x\n",
        "programme.yaml: Line 2, column 1 is no YAML: found character that cannot start any token.",
    ),
    "a key given twice": (
        f"{SMALLEST}projects: []\n",
        "programme.yaml · line 7: The key “projects” stands here a second time.",
    ),
    "a key of a record given twice": (
        SMALLEST.replace("title: Bam,", "title: Bam, title: Bam,"),
        "programme.yaml · line 6: The key “title” stands here a second time.",
    ),
    "a list": ("- one\n- two\n", "programme.yaml: A programme file is a map of keys, beginning with “file:”."),
    "a word": ("nothing", "programme.yaml: A programme file is a map of keys, beginning with “file:”."),
    "no text at all": ("", "programme.yaml: A programme file is a map of keys, beginning with “file:”."),
    "two documents": (
        f"{SMALLEST}---\n{SMALLEST}",
        "programme.yaml · line 7: There is a second document in this file.",
    ),
    "an alias": (
        f"{HEAD}documents: &all []\nplaces: *all\n",
        "programme.yaml · line 3: Anchors (&) and aliases (*) are not read; write the value out.",
    ),
    "a tag": (
        f"{HEAD}documents: !!python/object/apply:os.getcwd []\n",
        "programme.yaml · line 3: Tags (!) are not read; write the plain value.",
    ),
    "a map as key": (f"{HEAD}? {{a: b}}\n: c\n", "programme.yaml · line 3: A key is a word."),
    "deep nesting": ("a: " + "[" * 200, "programme.yaml · line 1: This is nested too deeply."),
    "no UTF-8": (b"file: \xff\xfe\n", "programme.yaml: The file is not text in UTF-8."),
}


@pytest.mark.parametrize("fault", YAML_FAULTS)
@pytest.mark.once
def test_what_is_no_plain_yaml_is_refused_with_its_line(session: UnitSession, file: Path, fault: str) -> None:
    text, sentence = YAML_FAULTS[fault]
    with pytest.raises(Refused) as refused:
        programme.load(session, written(file, text))
    assert str(refused.value) == sentence
    assert rows(session) == 0


def test_an_alias_bomb_unfolds_nowhere(file: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(Refused, match="Anchors"):
        read(written(file, "\n".join(lines)))


def test_a_huge_file_is_refused_unread(file: Path) -> None:
    with pytest.raises(Refused, match="larger than 8 million bytes"):
        read(written(file, b"#" * 8_000_001))


def test_a_file_that_is_not_there_is_said_to_be_missing(file: Path) -> None:
    with pytest.raises(Refused, match="cannot be read: No such file or directory"):
        read(file)


def test_words_and_days_stay_text_and_numbers_stay_exact(file: Path) -> None:
    text = 'a: NO\nb: 2003-12-26\nc: 0.10\nd: 8300000\ne: 007\nf: ~\ng: "42"\nh: 1_000\ni: true\n'
    assert {key: str(value) for key, value in read(written(file, text)).items()} == {
        "a": "NO",
        "b": "2003-12-26",
        "c": "0.10",
        "d": "8300000",
        "e": "007",
        "f": "None",
        "g": "42",
        "h": "1_000",
        "i": "True",
    }


@pytest.mark.once
@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_but_a_refusal(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "junk.yaml"
    try:
        read(written(file, junk))
    except Refused as refused:
        assert "junk.yaml" in str(refused)  # noqa: PT017 - either outcome is right


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "title", "texts", "added", "steps", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.once
@given(
    st.dictionaries(
        st.sampled_from(
            ["file", "source", "documents", "organisations", "programmes", "projects", "contributions", "x"]
        ),
        VALUES,
    )
)
def test_no_values_whatever_raise_anything_but_refusals(
    tmp_path_factory: pytest.TempPathFactory, raw: dict[str, Any]
) -> None:
    file = tmp_path_factory.getbasetemp() / "values.yaml"
    written(file, yaml.safe_dump(raw, allow_unicode=True))
    with pytest.raises((Refused, RefusedMany)):
        programme.load(UnitSession(), file)
