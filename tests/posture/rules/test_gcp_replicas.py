"""Whether an instance of Cloud SQL is a copy: a preview does not know what the API will say of it, and must not take it for one."""

from typing import Any

import pytest

from posture.check import check
from posture.proofs.verdict import Verdict
from posture.resource import Provider, Resource
from posture.rules.catalogue import rules
from posture.settings.effective import Settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN

URN = "urn:pulumi:test::test::gcp:sql/databaseInstance:DatabaseInstance::records"


def judged(primary: Any, *, given: bool) -> Verdict:
    props = {"databaseVersion": "POSTGRES_17", "settings": {"tier": "t", "userLabels": {"ai-zone": "phi"}}, "masterInstanceName": primary}
    instance = Resource(
        URN,
        "gcp:sql/databaseInstance:DatabaseInstance",
        "records",
        UNKNOWN,
        props,
        property_dependencies={"masterInstanceName": frozenset({f"{URN}-primary"})} if given else {},
        provider=Provider("urn:pulumi:test::test::pulumi:providers:gcp::p", region="europe-west1", account="clinic-phi"),
        declared=frozenset(props if given else {"databaseVersion", "settings"}),
    )
    settings = Settings(parse_posture({"zones": {"phi": ["records"]}}, "sample"), None, Waivers(), "sample")
    rule = rules()["database-own-key"]
    [result] = [one for one in check(Stack((instance,), Form.PREVIEW), settings, rules=(rule,)).results if one.theorem == rule.id]
    return result.verdict


@pytest.mark.parametrize("primary", [UNKNOWN, None, ""])
def test_an_instance_that_names_no_primary_is_judged_in_a_preview(primary: Any) -> None:
    assert judged(primary, given=False) is Verdict.VIOLATED


@pytest.mark.parametrize("primary", [UNKNOWN, "records-primary"])
def test_a_replica_takes_its_primarys_key(primary: Any) -> None:
    assert judged(primary, given=True) is Verdict.PROVEN
