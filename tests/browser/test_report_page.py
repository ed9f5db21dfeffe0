"""The report's page in a real browser: by keyboard, without script, narrow, dark, printed, with hostile names and with many findings."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.posture.report.reports import HOSTILE, big, rich

pytestmark = pytest.mark.browser

SHOWN = ".cause:not([hidden])"


def count(page: Page) -> int:
    return page.locator(SHOWN).count()


def test_the_page_shows_every_finding_and_asks_nobody_for_anything(opened: Opened) -> None:
    page = opened()
    assert count(page) == len(rich().causes)
    expect(page.locator("#shown")).to_have_text(f"{len(rich().causes)} findings")


def test_the_policy_of_the_page_lets_no_other_script_run_and_nothing_be_fetched(opened: Opened) -> None:
    page = opened(watched=False)
    blocked = page.evaluate(
        """async () => {
            const told = [];
            document.addEventListener("securitypolicyviolation", (event) => told.push(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.taken = true";
            document.body.append(script);
            const image = document.createElement("img");
            image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
            document.body.append(image);
            await new Promise((done) => setTimeout(done, 100));
            return [window.taken === undefined, told.sort()];
        }"""
    )
    assert blocked[0]
    assert {"script-src-elem", "img-src"} <= set(blocked[1])


def test_a_name_that_wants_to_be_a_program_is_shown_and_does_nothing(opened: Opened) -> None:
    page = opened()
    assert page.title() == "Posture of clinic/prod: violated"
    assert page.locator(".hop-name", has_text=HOSTILE).count() > 0
    assert page.locator("main img, main script").count() == 0


def test_filters_work_by_keyboard_alone(opened: Opened) -> None:
    page = opened()
    wanted = [cause for cause in rich().causes if "inference" in cause.zones]
    assert 0 < len(wanted) < len(rich().causes)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.locator("input[name=text]").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("select[name=zone]")).to_be_focused()
    page.keyboard.type("inf")
    expect(page.locator("#shown")).to_have_text(f"{len(wanted)} of {len(rich().causes)} findings")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("button[type=reset]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#shown")).to_have_text(f"{len(rich().causes)} findings")


@pytest.mark.parametrize(("name", "value"), [("verdict", "waived"), ("severity", "critical"), ("framework", "hipaa-security-rule")])
def test_each_filter_leaves_what_it_names(opened: Opened, name: str, value: str) -> None:
    page = opened()
    wanted = {
        cause.id
        for cause in rich().causes
        if value in {"verdict": [cause.verdict], "severity": [cause.severity]}.get(name, cause.frameworks)
    }
    page.locator(f"select[name={name}]").select_option(value)
    shown = {str(one.get_attribute("id")).removeprefix("f-") for one in page.locator(SHOWN).all()}
    assert shown == wanted
    assert wanted


def test_text_that_fits_nothing_says_so(opened: Opened) -> None:
    page = opened()
    page.locator("input[name=text]").fill("phi-way-out gatewayId")
    assert 0 < count(page) < len(rich().causes)
    page.locator("input[name=text]").fill("no such words")
    assert count(page) == 0
    expect(page.locator("#none")).to_be_visible()


def test_a_finding_with_the_focus_lights_its_way_on_the_map_and_no_other(opened: Opened) -> None:
    page = opened()
    cause = next(one for one in rich().causes if one.ways and "internet" in one.ways[0])
    page.locator(f"#f-{cause.id} summary").focus()
    lit = [str(one.get_attribute("data-causes")) for one in page.locator(".way.on").all()]
    assert lit
    assert all(cause.id in causes.split() for causes in lit)
    assert page.locator(".way:not(.on)").count() > 0
    page.locator("h1").evaluate("() => document.activeElement.blur()")
    assert page.locator(".way.on").count() == 0


def test_a_way_on_the_map_leads_by_keyboard_to_its_finding_and_opens_it(opened: Opened) -> None:
    page = opened()
    way = page.locator(".way").first
    way.focus()
    page.keyboard.press("Enter")
    first = str(way.get_attribute("data-causes")).split()[0]
    expect(page.locator(f"#f-{first}")).to_have_attribute("open", "")
    expect(page.locator(f"#f-{first} summary")).to_be_focused()
    expect(page.locator(f"#f-{first} .path").first).to_be_visible()


def test_without_javascript_everything_can_be_read(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    expect(page.locator("#filters")).to_be_hidden()
    assert count(page) == len(rich().causes)
    first = page.locator(".cause").first
    first.locator("summary").click()
    expect(first.get_by_text("How to fix it")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_print_has_every_finding_open(opened: Opened, script: bool) -> None:
    page = opened(java_script_enabled=script)
    page.emulate_media(media="print")
    if script:
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    for one in page.locator(".cause .advice").all():
        box = one.bounding_box()
        assert box is not None
        assert box["height"] > 20
    expect(page.locator("nav")).to_be_hidden()
    if script:
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert page.locator(".cause[open]").count() == 0


@pytest.mark.parametrize("name", ["rich", "big"])
@pytest.mark.parametrize("unfolded", [False, True])
def test_nothing_scrolls_sideways_at_360_pixels(opened: Opened, name: str, unfolded: bool) -> None:
    page = opened(name, viewport={"width": 360, "height": 740})
    if unfolded:
        page.evaluate("() => [...document.querySelectorAll('details')].slice(0, 60).forEach((one) => { one.open = true; })")
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360


def test_three_hundred_findings_are_filtered_as_one_types(opened: Opened) -> None:
    page = opened("big")
    assert count(page) == len(big().causes) > 300
    page.locator("input[name=text]").fill("letters-17 bucket-tls-only")
    expect(page.locator("#shown")).to_have_text(f"1 of {len(big().causes)} findings")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(opened: Opened, axe_script: str, scheme: str) -> None:
    page = opened(color_scheme=scheme, bypass_csp=True)
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(axe_script)
    told: dict[str, Any] = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    faults = [(one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:300]) for one in told["violations"]]
    assert faults == []
    assert "color-contrast" in {one["id"] for one in told["passes"]}
    # Contrast really was judged by these colours.
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(247, 248, 250)", "dark": "rgb(14, 18, 23)"}[scheme]
