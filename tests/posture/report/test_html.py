"""The page as text: what it may load, what names in it do, and what it tells. How it behaves: tests/browser."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from posture.report.html.render import to_html
from posture.report.html.zone_map import HEIGHT, WIDTH, zone_map
from posture.report.model import Report
from tests.posture.report.reports import HOSTILE, VPC, big, report_of, resource, rich


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(rich())


def test_the_page_loads_nothing_and_lets_in_only_its_own_style_and_script(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    for tag in ("style", "script"):
        bodies = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed
    found = _Page(page)
    assert not [tag for tag, attributes in found.tags if "src" in attributes or tag in ("link", "iframe", "object", "base")]
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on") or name == "style"]


def test_names_of_a_judged_program_are_text_whatever_they_hold(page: str) -> None:
    found = _Page(page)
    assert HOSTILE in found.text
    assert [tag for tag, _ in found.tags].count("script") == 1
    assert not any(tag == "img" for tag, _ in found.tags)


def test_every_link_within_the_page_has_its_target(page: str) -> None:
    found = _Page(page)
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    wanted = [value[1:] for _, attributes in found.tags if (value := attributes.get("href") or "").startswith("#")]
    assert len(ids) == len(set(ids))
    assert set(wanted) <= set(ids)


def test_the_page_tells_every_cause_with_its_advice_and_no_secret(page: str) -> None:
    for cause in rich().causes:
        assert f'id="f-{cause.id}"' in page
    assert "secret-that-nobody-prints" not in page
    assert page.count("How to fix it") == len(rich().causes)


def test_every_way_between_zones_is_on_the_map_and_no_box_or_line_leaves_it() -> None:
    drawn = zone_map(rich())
    ways = {(cause.verdict, way) for cause in rich().causes for way in cause.ways}
    assert ways
    assert len(drawn.ways) == len(ways)
    assert {cause for way in drawn.ways for cause in way.causes} == {cause.id for cause in rich().causes if cause.ways}
    for box in drawn.boxes:
        assert box.x >= 0 and box.x + box.w <= WIDTH and box.y >= 0 and box.y + box.h <= HEIGHT  # noqa: PT018
    for d in [line.d for line in drawn.lines] + [d for way in drawn.ways for d in way.segments]:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", d)]
        assert all(0 <= x <= WIDTH for x in numbers[::2])
        assert all(0 <= y <= HEIGHT for y in numbers[1::2])


def test_a_stack_of_a_thousand_resources_and_three_hundred_findings_is_a_page_of_two_megabytes_at_most() -> None:
    report = big()
    assert report.resources > 1000
    assert len(report.causes) > 300
    assert len(to_html(report)) < 2_000_000


def test_a_stack_without_a_finding_says_so_and_has_no_filters() -> None:
    clean = rich().model_copy(update={"causes": (), "unread": (), "verdict": "proven"})
    page = to_html(Report.model_validate(clean.model_dump()))
    assert "Every theorem and rule holds" in page
    assert 'id="filters"' not in page


def test_a_stack_without_any_zone_is_told_how_to_name_them(tmp_path: Path) -> None:
    hint = "map their names under <code>zones</code>"
    assert hint in to_html(report_of(tmp_path, resource(VPC, "net", cidrBlock="10.0.0.0/16")))
    assert hint not in to_html(rich())
