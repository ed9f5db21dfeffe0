"""Cedar policies of the front."""

import pytest

from ai_zones.aws.access_policy import IDENTITY_CENTER, AwsDeviceTrust, Mfa, access_policy, device_condition, oidc

JAMF = device_condition(AwsDeviceTrust.JAMF, 80)
GROUP = "11111111-2222-3333-4444-555555555555"


def test_identity_factors_and_device_stand_in_one_permit() -> None:
    text = access_policy(people=oidc(mfa=Mfa("amr", ("mfa",), True), id_token=False), groups=["clinicians"], device=JAMF)
    assert text == (
        "permit(principal, action, resource)\n"
        "when {\n"
        '  context.people.groups.contains("clinicians") &&\n'
        '  context.people.amr.containsAny(["mfa"]) &&\n'
        '  ["LOW", "SECURE"].contains(context.device.risk)\n'
        "};"
    )


def test_nothing_is_forbidden_where_a_missing_claim_would_let_the_request_pass() -> None:
    text = access_policy(people=IDENTITY_CENTER, groups=[GROUP], device=JAMF)
    assert "forbid" not in text
    assert "unless" not in text
    assert text.count("permit(") == 1


def test_identity_center_names_groups_by_key_and_tells_no_factors() -> None:
    text = access_policy(people=IDENTITY_CENTER, groups=[GROUP], device=JAMF)
    assert f'context.people.groups has "{GROUP}"' in text
    assert "amr" not in text
    assert "acr" not in text


def test_several_groups_are_alternatives_in_brackets_in_a_stable_order() -> None:
    """Without the brackets `&&` would bind to the last group alone, and the first would need neither factor nor device."""
    people = oidc(mfa=Mfa("acr", ("phr", "phrh"), False), id_token=True)
    text = access_policy(people=people, groups=["b", "a"], device=JAMF)
    claims = "context.people.additional_user_context"
    assert f'({claims}.groups.contains("a") || {claims}.groups.contains("b")) &&' in text
    assert f'["phr", "phrh"].contains({claims}.acr)' in text


def test_a_policy_without_a_group_is_refused() -> None:
    with pytest.raises(ValueError, match="would admit everybody"):
        access_policy(people=IDENTITY_CENTER, groups=[], device=JAMF)


def test_a_groups_name_can_not_end_the_string_that_it_stands_in() -> None:
    text = access_policy(people=oidc(mfa=Mfa("amr", ("mfa",), True), id_token=False), groups=['x") || true || ("'], device=JAMF)
    assert r'contains("x\") || true || (\"")' in text


@pytest.mark.parametrize(
    ("provider", "condition"),
    [
        (AwsDeviceTrust.JAMF, '["LOW", "SECURE"].contains(context.device.risk)'),
        (AwsDeviceTrust.CROWDSTRIKE, "context.device.assessment.overall >= 80"),
        (AwsDeviceTrust.JUMPCLOUD, "context.device.device.is_managed == true"),
    ],
)
def test_each_provider_of_device_trust_tells_the_state_its_own_way(provider: AwsDeviceTrust, condition: str) -> None:
    assert device_condition(provider, 80) == condition
