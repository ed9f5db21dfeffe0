"""An agent is an identity: it uses the tools of its list and no other, and each call is written down."""

from typing import Any

import pytest

from ai_zones.identities import common_name, role_name, spiffe_id
from ai_zones.kubernetes import KubernetesToolAccess
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.programs import TRUST, built
from tests.kubernetes.recording import Recording, record

ID = f"spiffe://{TRUST}/zone/inference/agent/summary"


def access(**changes: Any) -> Recording:
    args: Any = {"zone": "deidentification", "namespace": "deid", "agent": "summary", "tools": ["lookup"], "trust_domain": TRUST, **changes}
    return record(lambda: KubernetesToolAccess("access", args).principal)


def test_an_agent_has_a_certificate_of_a_day_whose_key_changes_with_it() -> None:
    certificate = built("agent").object("Certificate", "agents/agent-summary-identity").spec
    assert (certificate["uris"], certificate["duration"], certificate["renewBefore"]) == ([ID], "24h0m0s", "480m0s")
    assert certificate["privateKey"]["rotationPolicy"] == "Always"
    assert certificate["usages"] == ["digital signature", "client auth"]
    assert certificate["issuerRef"]["name"] == "agents"


def test_its_identity_role_and_name_are_those_that_vault_knows() -> None:
    made = built("agent")
    environment = {one["name"]: one["value"] for one in made.object("Deployment").spec["template"]["spec"]["containers"][0]["env"]}
    assert environment["AGENT_ID"] == made.result["spiffe_id"] == spiffe_id(TRUST, "inference", "agent/summary")
    assert environment["VAULT_CERT_ROLE"] == role_name("inference", "agent/summary")
    assert made.object("Certificate").spec["commonName"] == common_name(TRUST, "inference", "agent/summary")
    assert environment["VAULT_ADDR"] == "https://vault.clinic.internal:8200"


def test_its_key_is_a_file_that_it_alone_reads_and_nothing_else_of_the_cluster() -> None:
    spec = built("agent").object("Deployment").spec["template"]["spec"]
    assert {"name": "identity", "secret": {"secretName": "agent-summary-identity", "defaultMode": 0o440}} in spec["volumes"]
    assert not any("projected" in volume for volume in spec["volumes"])
    assert built("agent").objects("Role") == built("agent").objects("Secret") == {}


def test_it_reaches_vault_and_what_was_named_and_no_other_agent_does() -> None:
    made = built("agent", reaches={"tools": {"zone": "deidentification", "service": "tools", "port": 443, "namespaces": ["deid"]}})
    roads = made.objects("NetworkPolicy")
    assert set(roads) == {"agents/flow-agent-summary-tools", "agents/flow-agent-summary-vault"}
    assert all(one.spec["podSelector"]["matchLabels"] == {"ai-service": "agent-summary"} for one in roads.values())
    assert roads["agents/flow-agent-summary-vault"].spec["egress"][0]["to"] == [{"ipBlock": {"cidr": "10.64.9.0/28"}}]


def test_it_is_told_its_tools() -> None:
    template = built("agent", tools=["summary", "lookup"]).object("Deployment").spec["template"]
    assert template["metadata"]["annotations"] == {"ai-zones/tools": "lookup,summary"}
    assert built("agent").object("Deployment").spec["template"]["metadata"]["annotations"] == {"ai-zones/tools": "none"}


def test_a_tool_server_lets_in_nobody_by_itself() -> None:
    made = built("tools")
    assert set(made.objects("AuthorizationPolicy")) == {"deid/tools-deny-others"}
    deny = made.object("AuthorizationPolicy").spec
    assert deny["action"] == "DENY"
    assert deny["rules"] == [
        {"from": [{"source": {"notPrincipals": [f"{TRUST}/ns/agents/sa/*"]}}]},
        {"to": [{"operation": {"notPorts": ["443"]}}]},
        {"to": [{"operation": {"notPaths": ["/tools/lookup", "/tools/lookup/*", "/tools/summary", "/tools/summary/*"]}}]},
        {"to": [{"operation": {"notMethods": ["GET", "POST"]}}]},
    ]


def test_each_call_of_a_tool_is_written_down_by_the_sidecar() -> None:
    audit = built("tools").object("Telemetry", "deid/tools-audit").spec
    assert audit == {"selector": {"matchLabels": {"ai-service": "tools"}}, "accessLogging": [{"providers": [{"name": "access-log"}]}]}


def test_access_is_one_agent_and_the_paths_of_its_tools() -> None:
    policy = access(agent_namespace="agents").object("AuthorizationPolicy", "deid/tools-for-summary").spec
    assert policy == {
        "selector": {"matchLabels": {"ai-service": "tools"}},
        "action": "ALLOW",
        "rules": [
            {
                "from": [{"source": {"principals": [f"{TRUST}/ns/agents/sa/agent-summary"]}}],
                "to": [{"operation": {"ports": ["443"], "methods": ["GET", "POST"], "paths": ["/tools/lookup", "/tools/lookup/*"]}}],
            }
        ],
    }
    assert policy["rules"][0]["from"][0]["source"]["principals"] == [built("agent").result["mesh_principal"]]


def test_an_agent_of_another_cluster_shows_its_certificate_of_vault() -> None:
    assert access().result == ID.removeprefix("spiffe://") == built("agent").result["principal"]


@pytest.mark.parametrize(
    ("what", "changes", "said"),
    [
        ("agent", {"zone": "phi"}, "where no agent runs"),
        ("agent", {"certificate_hours": 48}, "less than or equal to 24"),
        ("agent", {"reaches": {"vault": {"zone": "management", "service": "vault", "port": 1, "namespaces": ["v"]}}}, "own input `vault`"),
        ("tools", {"tools": []}, "at least one"),
        ("tools", {"sources": {}}, "at least one flow"),
        ("tools", {"tools": ["../lookup"]}, "a name of Kubernetes"),
    ],
)
def test_an_agent_or_server_that_could_do_more_is_refused(what: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built(what, **changes)


def test_access_to_no_tool_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="at least one"):
        access(tools=[])
