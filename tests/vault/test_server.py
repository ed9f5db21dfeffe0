"""What concerns the whole server: two audit devices, ACME with bound accounts, limits, passwords, and alarms before something ends."""

from typing import Any

import pytest
import yaml

from ai_zones.vault import VaultAcme, VaultAudit, VaultExpiryAlarms, VaultLimits, VaultPasswordPolicy
from ai_zones.vault.expiry_alarms import ExpiryAlarms
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import AS_OF, Recording, record

FILE, SOCKET = {"kind": "file", "file_path": "/vault/audit/audit.log"}, {"kind": "socket", "address": "collector.clinic.example:6514"}


def audit(**changes: Any) -> Recording:
    args: Any = {"devices": {"file": FILE, "collector": SOCKET}, **changes}
    return record(lambda: VaultAudit("audit", args).server_config)


def test_two_devices_record_hashed_values() -> None:
    made = audit(server="vault").of("index/audit:Audit")
    assert [(one.inputs["type"], one.inputs["path"], one.protect) for one in made] == [
        ("socket", "collector", True),
        ("file", "file", True),
    ]
    assert [(one.inputs["options"]["log_raw"], one.inputs["options"]["hmac_accessor"]) for one in made] == [("false", "true")] * 2
    assert made[0].inputs["options"]["socket_type"] == "tcp"


def test_openbao_takes_them_from_its_configuration_and_by_no_call() -> None:
    recording = audit()
    assert recording.of("index/audit:Audit") == []
    assert recording.result.count('audit "') == 2
    assert 'audit "file" "file" {\n  options {\n    file_path = "/vault/audit/audit.log"\n' in recording.result


@pytest.mark.parametrize(
    ("devices", "said"),
    [
        ({"file": FILE}, "allowed are 2 or more"),
        ({"a": SOCKET, "b": {**SOCKET, "prefix": "b"}}, "allowed is one file or more"),
        ({"a": FILE, "b": FILE}, "write to the same place"),
        ({"a": FILE, "b": {"kind": "file", "address": "x:1"}}, "a file has it and no address"),
        ({"a": FILE, "b": {**SOCKET, "log_raw": True}}, "is not an input"),
    ],
)
def test_devices_that_fail_together_are_refused_by_name(devices: Any, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        audit(devices=devices)


def test_acme_issues_by_named_roles_to_bound_accounts_alone() -> None:
    recording = record(lambda: VaultAcme("acme", {"roles": ["access-api"]}).directories)
    made = recording.one("pkiSecret/backendConfigAcme:BackendConfigAcme").inputs
    assert (made["eabPolicy"], made["allowedRoles"], made["defaultDirectoryPolicy"]) == ("always-required", ["access-api"], "forbid")
    assert (made["allowRoleExtKeyUsage"], "maxTtl" in made) == (False, False)
    assert recording.policy("acme-access-api") == {"pki/roles/access-api/acme/new-eab": (["update"], [])}
    assert recording.result == {"access-api": "pki/roles/access-api/acme/directory"}
    assert recording.of("pkiSecret/backendAcmeEab:BackendAcmeEab") == []


@pytest.mark.parametrize("roles", [[], ["*"]])
def test_acme_for_every_role_is_refused(roles: list[str]) -> None:
    with pytest.raises(InvalidInputError, match="roles"):
        record(lambda: VaultAcme("acme", {"roles": roles}))


def test_everything_has_a_limit_and_logins_a_lower_one() -> None:
    recording = record(lambda: VaultLimits("limits", {"paths": {"cert": {"path": "auth/cert", "requests_per_second": 20}}}).names)
    made = {one.inputs["name"]: one.inputs for one in recording.of("index/quotaRateLimit:QuotaRateLimit")}
    assert {name: (one["path"], one["rate"]) for name, one in made.items()} == {"all": ("", 200), "cert": ("auth/cert", 20)}


def test_passwords_are_long_and_need_no_quotes() -> None:
    text = record(lambda: VaultPasswordPolicy("machines", {}).policy).one("index/passwordPolicy:PasswordPolicy").inputs["policy"]
    assert "length = 40" in text
    assert not set("'\"\\{}") & set("".join(line.partition("=")[2].strip(' "') for line in text.splitlines() if "charset =" in line))
    with pytest.raises(InvalidInputError, match="greater than or equal to 24"):
        record(lambda: VaultPasswordPolicy("machines", {"length": 20}))


def alarms(**changes: Any) -> Recording:
    args: Any = {"ends": {"root": "2034-01-31", "2026": "2028-01-31"}, "as_of": AS_OF, **changes}
    return record(lambda: (made := VaultExpiryAlarms("alarms", args)) and [made.due, made.prometheus_rules])


def test_each_end_is_told_of_twice_by_the_clock_alone() -> None:
    due, text = alarms().result
    rules = [one for group in yaml.safe_load(text)["groups"] for one in group["rules"]]
    assert due == {"2026": "2027-11-02", "root": "2033-11-02"}
    told = {(one["labels"]["issuer"], one["labels"]["severity"]): one["expr"] for one in rules if one["alert"] == "IssuerEnds"}
    assert told["2026", "warning"] == "time() >= 1825113600"
    assert set(told) == {(name, severity) for name in ("2026", "root") for severity in ("warning", "critical")}
    assert told["2026", "critical"] == f"time() >= {1825113600 + 60 * 86_400}"


def test_a_certificate_that_did_not_renew_is_told_of_before_it_ends() -> None:
    rules = yaml.safe_load(alarms().result[1])["groups"][0]["rules"]
    assert [one["expr"] for one in rules if one["alert"] == "CertificateNotRenewed"] == [
        "certmanager_certificate_expiration_timestamp_seconds - time() < 21600"
    ]


@pytest.mark.parametrize(("day", "late"), [("2027-11-01", []), ("2027-11-02", ["2026"])])
def test_whoever_runs_the_program_is_warned_from_the_day_on_which_it_is_due(day: str, late: list[str]) -> None:
    given = ExpiryAlarms.parse("alarms", {"ends": {"root": "2034-01-31", "2026": "2028-01-31"}, "as_of": day})
    assert given.overdue() == late


def test_alarms_that_come_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="fewer than the 90 of warning_days"):
        alarms(critical_days=90)
