"""The data file of 2004, read as plain YAML: complete, closed, and true to what the report states."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tracker" / "data" / "programme-2004.yaml"
FORM = ROOT / "docs" / "programme-file.md"

Item = dict[str, Any]

COMMON = {"id", "paragraph", "source", "texts", "quotations", "added", "note"}
KEYS = {
    "documents": {"title", "reference", "kind", "date", "language", "original_language"},
    "organisations": {"name", "acronym", "kind", "territory", "parent"},
    "programmes": {
        *("name", "acronym", "summary", "purpose", "mandate", "founded", "established_by"),
        *("place", "territories", "fund", "members"),
    },
    "places": {"name", "territory", "lat", "lon"},
    "disasters": {"name", "hazard", "date", "territories", "place", "places"},
    "funds": {"name", "kind", "summary", "target", "state", "stage_stated"},
    "agreements": {
        *("title", "kind", "parties", "state", "signed", "start", "end", "reference"),
        *("covers", "summary", "consequence", "state_why", "ceiling", "programme", "undertakings"),
    },
    "projects": {
        *("title", "programme", "summary", "place", "places", "territories", "stage", "stage_stated"),
        *("start", "end", "formulated", "year", "biennium", "objectives", "components", "milestones"),
        *("partners", "next_step", "funding_condition", "agreement", "disasters", "phase"),
    },
    "assessments": {
        *("title", "kind", "summary", "place", "places", "territories", "date", "hazard", "disasters"),
        *("partners", "project", "programme", "state", "stage_stated", "output", "output_date", "follow_up"),
    },
    "contributions": {"donor", "steps", "fund", "programme", "purpose"},
    "reported_amounts": {
        *("title", "kind", "amount", "currency", "qualifier", "share_percent"),
        *("year", "from", "agreement", "programme", "part_of"),
    },
    "posts": {
        *("title", "count", "breakdown", "where", "funding", "stage_stated"),
        *("expected", "took_office", "programme", "agreement"),
    },
    "events": {"title", "date", "place", "territories", "programme", "project", "agreement"},
}
PARTS = {
    "members": {"organisation", "name", "joined"},
    "undertakings": {"what", "by", "due", "outcome", "stated", "state", "done", "project"},
    "objectives": {"text"},
    "components": {"title", "stage_stated", "start", "end", "partners"},
    "milestones": {"title", "date", "condition"},
    "steps": {"kind", "stated", "amount", "currency", "date"},
}
PLAIN = {
    "partners": {"organisation", "role"},
    "quotations": {"language", "text", "note", "field", "paragraph"},
}
TOP = {"file", "source", *KEYS}
COUNTS = {
    "projects": 18,
    "assessments": 9,
    "agreements": 5,
    "funds": 4,
    "contributions": 9,
    "reported_amounts": 11,
    "posts": 6,
    "events": 15,
    "programmes": 4,
    "disasters": 1,
}
PARTNERS = {
    "unmik",
    "osce",
    "eu",
    "isdr-secretariat",
    "isdr",
    "isdr-kenya",
    "un-habitat-rolac",
    "gef",
    "undp",
    "undp-tehran",
    "framework-team",
    "unhcr",
    "unodc",
    "adb",
    "world-bank",
    "united-nations",
}
REFERENCES = {
    "source": "documents",
    "parent": "organisations",
    "organisation": "organisations",
    "by": "organisations",
    "donor": "organisations",
    "parties": "organisations",
    "programme": "programmes",
    "project": "projects",
    "agreement": "agreements",
    "fund": "funds",
    "places": "places",
    "disasters": "disasters",
    "part_of": "reported_amounts",
}
DATES = {
    *("date", "signed", "start", "end", "formulated", "year", "biennium", "due", "output_date", "expected"),
    *("took_office", "founded", "joined", "period"),
}
DATE = re.compile(r"^((early|mid|end) )?\d{4}(-\d\d(-\d\d)?)?$|^(biennium )?\d{4}(-\d\d){0,2}/\d{4}(-\d\d){0,2}$")
SHELTER_DATE = "2004 年伊朗伊斯兰共和国巴姆不幸发生地震之后"
RESPECTIVELY = "加拿大政府和挪威政府分别为…作出 1 500 万加元和 1 000 万挪威克朗"
QUOTED = {
    "a-59-198": {"至少 100 个贫民窟居民", "建议"},
    "shsppp": {"巴勒斯坦人民人类住区特别方案"},
    "bam-2003": {SHELTER_DATE},
    "housing-property-directorate": {"人居署继续负责支助塞尔维亚和黑山住房和财产局"},
    "serbia-fyrom-identification": {"修建跨界连接通道"},
    "caribbean-consultation": {"起草了建议"},
    "mozambique-local-consultation": {"灾害管理方案如能获得相应资金", "区域协商方法 / 地方协商机制"},
    "sids-disaster-management": {"在同一两年期内，还将同全球环境基金和开发计划署合作"},
    "somalia-gender-governance": {"设在当地的方案"},
    "bam-transitional-shelter": {SHELTER_DATE, "建议"},
    "ghana-stability": {"起草了一份建议"},
    "haiti-preparatory": {"建议"},
    "as-bam": {SHELTER_DATE},
    "as-haiti": {"特派团"},
    "as-serbia-fyrom": {"修建跨界连接通道"},
    "c-can": {"出资承诺", RESPECTIVELY},
    "c-nor": {"出资承诺", RESPECTIVELY},
    "c-usa": {"捐了款"},
    "c-swe": {"捐了款"},
    "p-hpm": {"项目主管", "人居署方案主管"},
    "e-egm-youth": {"将于 2004 年"},
    "e-wuf2": {"2004 年春季"},
}


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def records(data: dict[str, Any]) -> Iterator[tuple[str, Item]]:
    for section in KEYS:
        for record in data[section]:
            yield section, record


def items(data: dict[str, Any]) -> Iterator[tuple[str, Item]]:
    """Records, their parts and the parts' partners, each with a name a message can show."""
    for section, record in records(data):
        yield from below(section, f"{section} {record['id']}", record)


def below(kind: str, name: str, item: Item) -> Iterator[tuple[str, Item]]:
    yield name, item
    for key in {*PARTS, *PLAIN} & item.keys():
        for part in item[key]:
            yield from below(key, f"{name} {key}", part)


def by_id(data: dict[str, Any], section: str) -> dict[str, Item]:
    return {record["id"]: record for record in data[section]}


def test_the_file_names_its_form_and_language(data: dict[str, Any]) -> None:
    assert data["file"] == {"format": "tracker-programme", "version": 1, "language": "en", "visibility": "public"}
    assert data.keys() == TOP


@pytest.mark.parametrize(("section", "count"), COUNTS.items())
def test_every_record_of_the_report_is_there(data: dict[str, Any], section: str, count: int) -> None:
    assert len(data[section]) == count


def test_all_partners_and_donors_are_organisations(data: dict[str, Any]) -> None:
    known = by_id(data, "organisations")
    assert len(PARTNERS) == 16
    assert PARTNERS | {"un-habitat", "canada", "united-states-of-america"} <= known.keys()
    assert all(known[line["donor"]]["kind"] == "government" for line in data["contributions"])


def test_ids_are_slugs_and_unique_in_their_section(data: dict[str, Any]) -> None:
    for section in KEYS:
        ids = [record["id"] for record in data[section]]
        assert len(ids) == len(set(ids)), section
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in ids), section
    for name, item in items(data):
        for key in PARTS.keys() & item.keys():
            ids = [part["id"] for part in item[key]]
            assert len(ids) == len(set(ids)), name


def test_no_key_is_outside_the_documented_form(data: dict[str, Any]) -> None:
    for section, record in records(data):
        assert record.keys() <= COMMON | KEYS[section], record["id"]
    for name, item in items(data):
        for key in PARTS.keys() & item.keys():
            assert all(part.keys() <= COMMON | PARTS[key] for part in item[key]), name
        for key in PLAIN.keys() & item.keys():
            assert all(part.keys() <= PLAIN[key] for part in item[key]), name


def test_the_form_is_documented_key_by_key() -> None:
    written = FORM.read_text(encoding="utf-8")
    keys = TOP | COMMON | set().union(*KEYS.values(), *PARTS.values(), *PLAIN.values()) | PARTS.keys()
    assert {key for key in keys if f"`{key}`" not in written} == set()


def test_every_record_has_a_paragraph_or_says_that_it_was_added(data: dict[str, Any]) -> None:
    for section, record in records(data):
        if section != "documents":
            assert "paragraph" in record or "record" in record.get("added", {}), record["id"]
            assert isinstance(record.get("paragraph", ""), str)


def test_every_reference_is_to_a_record_of_the_file(data: dict[str, Any]) -> None:
    known = {section: by_id(data, section).keys() for section in KEYS}
    assert data["source"] in known["documents"]
    for name, item in items(data):
        for key in REFERENCES.keys() & item.keys():
            wanted = item[key] if isinstance(item[key], list) else [item[key]]
            assert set(wanted) <= set(known[REFERENCES[key]]), f"{name}: {key}"


def test_dates_are_in_canonical_words(data: dict[str, Any]) -> None:
    for name, item in items(data):
        for key in DATES & item.keys():
            assert isinstance(item[key], str), f"{name}: {key}"
            assert DATE.match(item[key]), f"{name}: {key}"


def test_added_and_translated_fields_exist(data: dict[str, Any]) -> None:
    for name, item in items(data):
        for path in item.get("added", {}):
            found: Any = item
            for step in path.split(".") if path != "record" else ():
                assert step in found, f"{name}: {path}"
                found = found[step]
        for field, texts in item.get("texts", {}).items():
            assert field in item, f"{name}: {field}"
            assert texts.keys() <= {"zh"}, name


def test_territories_are_two_letter_codes_marked_as_added(data: dict[str, Any]) -> None:
    for name, item in items(data):
        codes = [*item.get("territories", []), *([item["territory"]] if "territory" in item else [])]
        assert all(re.fullmatch("[A-Z]{2}", code) for code in codes), name
        if codes:
            assert {"territories", "territory", "record"} & item["added"].keys(), name


def test_acronyms_are_marked_as_added_except_the_reports_own(data: dict[str, Any]) -> None:
    for record in [*data["organisations"], *data["programmes"]]:
        if "acronym" in record and record["id"] != "un-habitat":
            assert "acronym" in record["added"], record["id"]


def test_quotations_are_exactly_the_expected_ones(data: dict[str, Any]) -> None:
    quoted: dict[str, set[str]] = {}
    for name, item in items(data):
        for quotation in item.get("quotations", []):
            assert quotation["language"] == "zh", name
            assert quotation["note"].strip(), name
            quoted.setdefault(item["id"], set()).add(quotation["text"])
    assert quoted == QUOTED


def test_programmes_and_projects_have_summaries_and_names_in_two_languages(data: dict[str, Any]) -> None:
    for record in [*data["programmes"], *data["projects"]]:
        name = "title" if "title" in record else "name"
        assert record["summary"], record["id"]
        assert {name, "summary"} <= record["texts"].keys(), record["id"]
        assert {"summary", "texts.summary.zh"} <= record["added"].keys(), record["id"]
    assert all(record["summary"] for record in [*data["assessments"], *data["agreements"]])


STAGES = {
    "kosovo-municipal": "under_way",
    "kosovo-governance-planning": "under_way",
    "serbia-refugees": "not_stated",
    "housing-property-directorate": "under_way",
    "serbia-fyrom-identification": "identified",
    "croatia-local-government": "proposed",
    "caribbean-consultation": "proposed",
    "mozambique-local-consultation": "under_way",
    "sids-disaster-management": "proposed",
    "sudan-south-roads": "under_way",
    "liberia-cap": "not_stated",
    "somalia-gender-governance": "under_way",
    "bam-transitional-shelter": "under_review",
    "ghana-stability": "proposed",
    "haiti-preparatory": "proposed",
    "toolkits": "under_way",
    "isdr-urban-risk": "under_way",
    "surge": "under_way",
}


def test_stages_follow_the_stated_words(data: dict[str, Any]) -> None:
    assert {project["id"]: project["stage"] for project in data["projects"]} == STAGES
    for project in data["projects"]:
        assert ("stage_stated" in project) == (project["stage"] != "not_stated"), project["id"]


def test_a_phase_is_stated_where_the_report_names_it(data: dict[str, Any]) -> None:
    """Disaster mitigation, mitigation plans, housing reconstruction, relief support missions; else it is left out."""
    assert {project["id"]: project["phase"] for project in data["projects"] if "phase" in project} == {
        "caribbean-consultation": "mitigation",
        "mozambique-local-consultation": "mitigation",
        "bam-transitional-shelter": "reconstruction",
        "surge": "response",
    }


def test_no_project_states_an_amount(data: dict[str, Any]) -> None:
    for project in data["projects"]:
        assert not {"amount", "currency", "budget", "target"} & project.keys()
        assert not re.search(r"US\$|\b(USD|CAD|NOK)\b", yaml.safe_dump(project, allow_unicode=True)), project["id"]


def test_only_mozambique_is_subject_to_funding(data: dict[str, Any]) -> None:
    conditional = [project["id"] for project in data["projects"] if "funding_condition" in project]
    assert conditional == ["mozambique-local-consultation"]


STEPS = {
    "c-can": ("pledged", 15_000_000, "CAD"),
    "c-nor": ("pledged", 10_000_000, "NOK"),
    "c-usa": ("received", 500_000, "USD"),
    "c-swe": ("received", 275_000, "USD"),
    "c-ca-nor": ("received", None, None),
    "c-ca-swe": ("received", None, None),
    "c-ca-ita": ("announced", None, None),
    "c-youth-nld": ("received", None, None),
    "c-youth-nor": ("received", None, None),
}


def test_pledges_announcements_and_contributions_are_kept_apart(data: dict[str, Any]) -> None:
    stated = {
        line["id"]: (step["kind"], step.get("amount"), step.get("currency"))
        for line in data["contributions"]
        for step in line["steps"]
    }
    assert stated == STEPS


AMOUNTS = {
    "o-adb-grants": (10_000_000, None),
    "o-adb-loans": (500_000_000, None),
    "o-ca-total": (60_000_000, "more_than"),
    "o-aid-total": (4_000_000_000, "about"),
    "o-aid-loans": (3_000_000_000, None),
    "o-aid-ta": (400_000_000, None),
    "a-gp-2002": (6_000_000, None),
    "a-gp-2003": (8_300_000, None),
    "a-sp-2002": (30_000_000, None),
    "a-sp-2003": (37_800_000, None),
    "a-gp-concentration": (None, None),
}


def test_reported_amounts_are_as_stated(data: dict[str, Any]) -> None:
    stated = {line["id"]: (line.get("amount"), line.get("qualifier")) for line in data["reported_amounts"]}
    assert stated == AMOUNTS
    assert by_id(data, "reported_amounts")["a-gp-concentration"]["share_percent"] == 60


def test_the_palestinian_fund_has_its_target_in_words_of_the_report(data: dict[str, Any]) -> None:
    target = by_id(data, "funds")["tf-shsppp"]["target"]
    assert target == {"amount": 5_000_000, "currency": "USD", "period": "first two years"}
    assert [fund["id"] for fund in data["funds"] if "target" in fund] == ["tf-shsppp"]


def test_agreements_are_signed_when_stated_and_have_no_end(data: dict[str, Any]) -> None:
    signed = {agreement["id"]: agreement.get("signed") for agreement in data["agreements"]}
    assert signed == {
        "mou-undp": "2002-09",
        "mou-adb": "2003-03",
        "mou-isdr": "2003-05",
        "mou-unhcr": "2003-11",
        "mou-unodc": None,
    }
    for agreement in data["agreements"]:
        assert agreement["state"] == "signed"
        assert not {"end", "reference"} & agreement.keys()


def test_the_earthquake_is_added_with_its_own_source(data: dict[str, Any]) -> None:
    earthquake = by_id(data, "disasters")["bam-2003"]
    assert (earthquake["date"], earthquake["source"]) == ("2003-12-26", "public-record")
    assert "record" in earthquake["added"]
    assert "paragraph" not in earthquake


def test_sudan_is_listed_under_both_countries_with_the_reason(data: dict[str, Any]) -> None:
    for record in (by_id(data, "projects")["sudan-south-roads"], by_id(data, "assessments")["as-sudan-jam"]):
        assert record["territories"] == ["SD", "SS"]
        assert "9 July 2011" in record["added"]["territories"]


def test_members_of_cities_alliance_joined_over_time(data: dict[str, Any]) -> None:
    joined = {member["id"]: member["joined"] for member in by_id(data, "programmes")["cities-alliance"]["members"]}
    later = {slug: year for slug, year in joined.items() if year != "1999"}
    assert later == {"adb": "2002", "unep": "2003", "brazil": "2003"}
    assert len(joined) == 16
