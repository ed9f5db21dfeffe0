"""posture.yaml and waivers: what is approved, and what is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.plan import CEILING, ZoneName
from posture.approved import Basis
from posture.errors import InputError
from posture.resource import Resource
from posture.settings.effective import approve, load_settings
from posture.settings.posture_file import parse_posture
from posture.stack import Form, Stack

DAY = date(2027, 1, 1)
EMPTY = Stack((), Form.STATE)
PLAN: dict[str, Any] = {
    "organization": "clinic",
    "environment": "prod",
    "cidr": "10.64.0.0/12",
    "residency": ["eu-west-1"],
    "availability_zones": ["eu-west-1a", "eu-west-1b"],
    "zones": {"phi": {}, "deidentification": {}},
    "flows": {"reads": {"source": "deidentification", "target": "phi", "service": "database"}},
    "providers": {},
}


def write(folder: Path, name: str, content: Any) -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    return file


def test_without_a_word_from_anybody_the_ceiling_counts() -> None:
    approved = approve(load_settings(None), EMPTY)
    assert approved.basis is Basis.CEILING
    assert len(approved.flows) == len(CEILING.flows)
    assert not approved.organization.stated
    assert not approved.providers_stated


def test_an_approved_plan_leaves_only_its_flows(tmp_path: Path) -> None:
    write(tmp_path, "plan.yaml", PLAN)
    approved = approve(load_settings(write(tmp_path, "posture.yaml", {"plan": "plan.yaml"})), EMPTY)
    assert approved.basis is Basis.APPROVED_PLAN
    assert [str(flow) for flow in approved.flows] == ["deidentification → phi/database:5432"]
    assert approved.residency == {"eu-west-1"}


def test_a_program_that_registers_a_plan_is_judged_against_it_and_its_business_associate_agreements_do_not_count() -> None:
    document = {**PLAN, "zones": {**PLAN["zones"], "egress": {}}, "providers": {"llm": {"fqdns": ["api.anthropic.com"], "baa": True}}}
    zones = Resource(
        urn="urn:pulumi:s::p::ai-zones:index:AwsZones::zones",
        type="ai-zones:index:AwsZones",
        name="zones",
        id=None,
        props={"plan": document},
        custom=False,
    )
    approved = approve(load_settings(None), Stack((zones,), Form.STATE))
    assert approved.basis is Basis.OWN_DECLARATION
    assert [provider.baa for provider in approved.providers.values()] == [False]


def test_the_reviewers_plan_wins_over_the_programs(tmp_path: Path) -> None:
    zones = Resource(urn="u", type="ai-zones:index:AwsZones", name="zones", id=None, props={"plan": {**PLAN, "flows": {}}}, custom=False)
    write(tmp_path, "plan.yaml", PLAN)
    approved = approve(load_settings(write(tmp_path, "posture.yaml", {"plan": "plan.yaml"})), Stack((zones,), Form.STATE))
    assert len(approved.flows) == 1


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"organisation": {}}, "organisation: no such key"),
        (
            {"organization": {"aws": {"account_ids": [111122223333]}}},
            r"organization.aws.account_ids\[0\]: given 111122223333; allowed: an AWS account id.*quotes",
        ),
        ({"organization": {"aws": {"organization_ids": ["x"]}}}, "an AWS organization id"),
        ({"zones": {"phy": ["*"]}}, "zones.phy"),
        ({"residency": ["EU West 1"]}, "a region's short name"),
        ({"asserted": [{"literal": "vpc-1"}]}, r"asserted\[0\].reason: required"),
        ([], "allowed: a mapping"),
    ],
)
def test_a_fault_names_its_place_what_was_given_and_what_is_allowed(document: Any, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        parse_posture(document, "posture.yaml")
    assert str(caught.value).startswith("posture.yaml: ")


def test_a_bad_approved_plan_is_refused_with_its_own_message(tmp_path: Path) -> None:
    write(tmp_path, "plan.yaml", {**PLAN, "cidr": "10.64.0.0/33"})
    with pytest.raises(InputError, match="cidr"):
        load_settings(write(tmp_path, "posture.yaml", {"plan": "plan.yaml"}))


@pytest.mark.parametrize(("name", "content"), [("posture.yaml", "a: [\n"), ("posture.yaml", "\x00")])
def test_what_is_no_yaml_is_refused(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(InputError, match="YAML"):
        load_settings(write(tmp_path, name, content))


WAIVER = {"rule": "phi-exit", "resource": "nat-*", "owner": "ann", "approver": "ben", "reason": "migration", "expires": date(2027, 3, 31)}


def waivers(folder: Path, **changes: Any) -> Path:
    write(folder, "waivers.yaml", {"waivers": [{**WAIVER, **changes}]})
    return write(folder, "posture.yaml", {"waivers": "waivers.yaml"})


def test_a_waiver_covers_its_rule_and_resource_until_its_last_day(tmp_path: Path) -> None:
    found = load_settings(waivers(tmp_path), date(2027, 3, 31)).waivers
    assert found.covering("phi-exit", "nat-1", "urn") is not None
    assert found.covering("phi-redaction", "nat-1", "urn") is None
    assert found.covering("phi-exit", "igw", "urn") is None
    assert found.expired == ()
    assert len(load_settings(tmp_path / "posture.yaml", date(2027, 4, 1)).waivers.expired) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"approver": "Ann"}, "someone else than the owner"),
        ({"owner": "Ann Lee", "approver": "ann  lee"}, "someone else than the owner"),
        ({"owner": "ann@clinic.example", "approver": "Ann Lee <Ann@Clinic.example>"}, "someone else than the owner"),
        ({"resource": "*"}, "not everything"),
        ({"expires": "never"}, "expires"),
        ({"reason": " "}, "a text that is not empty"),
    ],
)
def test_a_waiver_names_two_people_a_thing_a_reason_and_an_end(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        load_settings(waivers(tmp_path, **changes), DAY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["organization", "aws", "account_ids", "zones", *ZoneName, "plan", "providers", "asserted", "waivers"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(document=JSON)
def test_any_document_is_read_or_refused_in_one_message(document: Any) -> None:
    try:
        parse_posture(document, "posture.yaml")
    except InputError as error:
        assert str(error).startswith("posture.yaml: ")  # noqa: PT017  either outcome is right


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "**",
        "?*",
        "urn:*",
        "urn:pulumi:*",
        "*:*",
        "*:*::*",
        "urn:pulumi:dev::*",
        "urn:pulumi:dev::clinic::*",
        "urn:pulumi:d*",
        "*::clinic::*",
        "*dev::clinic*::*",
    ],
)
def test_a_waiver_that_fits_everything_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError, match="names something, not everything"):
        load_settings(waivers(tmp_path, resource=pattern), DAY)


@pytest.mark.parametrize(
    "pattern",
    [
        "records",
        "*records",
        "*clinic*",
        "urn:*records",
        "urn:pulumi:dev::*::records",
        "*aws:s3/*",
        "urn:pulumi:dev::clinic::aws:s3/*",
        "*wards*",
    ],
)
def test_a_waiver_may_name_by_glob(tmp_path: Path, pattern: str) -> None:
    assert load_settings(waivers(tmp_path, resource=pattern), DAY).waivers.entries[0].resource == pattern


def test_a_waiver_of_a_rule_that_there_is_not_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"waivers\[0\]\.rule: given 'phi-exti'; allowed: .*nearest is 'phi-exit'"):
        load_settings(waivers(tmp_path, rule="phi-exti"), DAY)


def test_a_waiver_may_end_as_late_as_waiver_max_days_says_and_no_later(tmp_path: Path) -> None:
    limited = waivers(tmp_path, expires=date(2027, 1, 31))
    write(tmp_path, "posture.yaml", {"waivers": "waivers.yaml", "waiver_max_days": 30})
    assert load_settings(limited, DAY).waivers.entries[0].days_left(DAY) == 30
    write(tmp_path, "posture.yaml", {"waivers": "waivers.yaml", "waiver_max_days": 29})
    with pytest.raises(
        InputError, match=r"waivers\[0\]\.expires: given 2027-01-31; allowed: 2027-01-30 at the latest, 29 days from 2027-01-01"
    ):
        load_settings(limited, DAY)


@pytest.mark.parametrize("days", [0, 1826, "a year"])
def test_waiver_max_days_is_a_number_of_days_up_to_five_years(tmp_path: Path, days: Any) -> None:
    with pytest.raises(InputError, match="waiver_max_days: given"):
        load_settings(write(tmp_path, "posture.yaml", {"waiver_max_days": days}), DAY)


def test_a_waiver_for_more_than_a_year_is_long(tmp_path: Path) -> None:
    found = load_settings(waivers(tmp_path, expires=date(2028, 1, 1)), DAY).waivers.entries[0]
    assert not found.long(DAY)
    assert found.long(date(2026, 12, 31))
