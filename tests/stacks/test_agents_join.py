"""An agent stands in two stacks: its program in the cluster's, its role and its login in Vault's. They agree letter by letter."""

import copy
from typing import Any

import pytest

from stacks.errors import SettingsError
from stacks.kubernetes.program import build as build_cluster
from stacks.vault.program import PASSWORD
from stacks.vault.program import build as build_vault
from stacks.vault.settings import VaultSettings
from tests.kubernetes import recording as clusters
from tests.stacks.stack_files import as_the_engine_gives_it, engine_config, stack_file
from tests.vault import recording as vaults

CLUSTER, VAULT, ZONE = "kubernetes-clinical", "vault-pki", "inference"
Facts = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def cluster() -> clusters.Recording:
    """What the cluster's stack builds."""
    return clusters.record(lambda: build_cluster(CLUSTER, engine_config(CLUSTER)))


@pytest.fixture(scope="module")
def vault() -> vaults.Recording:
    """What Vault's stack builds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PASSWORD, "of-the-test")
        return vaults.record(lambda: build_vault(VAULT, engine_config(VAULT)))


def asked(cluster: clusters.Recording) -> Facts:
    """Identity → what the cluster asks of Vault for it."""
    found: Facts = {}
    for certificate in cluster.objects("Certificate").values():
        [identity], namespace = certificate.spec["uris"], certificate.inputs["metadata"]["namespace"]
        if "/agent/" not in identity:
            continue
        issuer = certificate.spec["issuerRef"]["name"]
        spec = cluster.object("Issuer", f"{namespace}/{issuer}").spec["vault"]
        login = spec["auth"]["kubernetes"]
        account = login["serviceAccountRef"]["name"]
        assert cluster.object("ServiceAccount", f"{namespace}/{account}")
        found[identity] = {
            "sign_path": spec["path"],
            "login": (login["mountPath"].removeprefix("/v1/auth/"), login["role"]),
            "account": (namespace, account, f"vault://{namespace}/{issuer}"),
            "common_name": certificate.spec["commonName"],
            "duration": certificate.spec["duration"],
            "certificate_login": environment(cluster, identity)["VAULT_CERT_ROLE"],
        }
    return found


def environment(cluster: clusters.Recording, identity: str) -> dict[str, str]:
    """What the one program with this identity is told."""
    containers = [one.spec["template"]["spec"]["containers"][0] for one in cluster.objects("Deployment").values()]
    told = [{one["name"]: one["value"] for one in container.get("env", [])} for container in containers]
    [found] = [one for one in told if one.get("AGENT_ID") == identity]
    return found


def granted(vault: vaults.Recording) -> Facts:
    """Identity → what Vault gives it, of the agents of the zone."""
    found: Facts = {}
    pods = {one.inputs["tokenPolicies"][0]: one.inputs for one in vault.of("kubernetes/authBackendRole:AuthBackendRole")}
    texts = {one.inputs["name"]: one.inputs["policy"] for one in vault.of("index/policy:Policy")}
    for login in vault.of("index/certAuthBackendRole:CertAuthBackendRole"):
        name, [identity] = login.inputs["name"], login.inputs["allowedUriSans"]
        if f"/zone/{ZONE}/" not in identity:
            continue
        role = vault.endpoint(f"pki/roles/{name}")
        assert role["allowed_uri_sans"] == [identity]
        [common_name], pod = role["allowed_domains"], pods[f"certificate-{name}"]
        [account], [namespace] = pod["boundServiceAccountNames"], pod["boundServiceAccountNamespaces"]
        assert f'path "pki/sign/{name}"' in texts[f"certificate-{name}"]
        [duration] = [spelt for spelt in ("24h0m0s",) if f'"{spelt}"' in texts[f"certificate-{name}"]]
        found[identity] = {
            "sign_path": f"pki/sign/{name}",
            "login": (pod["backend"], pod["roleName"]),
            "account": (namespace, account, pod["audience"]),
            "common_name": common_name,
            "duration": duration,
            "certificate_login": name,
        }
    return found


def test_what_each_agent_of_the_cluster_asks_for_is_what_vault_gives_it(cluster: clusters.Recording, vault: vaults.Recording) -> None:
    wanted = asked(cluster)
    assert {identity.rpartition("/")[2] for identity in wanted} == set(stack_file(CLUSTER)["config"]["ai-zones:agents"])
    assert {identity: granted(vault).get(identity) for identity in wanted} == wanted


def test_vault_knows_no_agent_of_the_zone_that_the_cluster_does_not_have(cluster: clusters.Recording, vault: vaults.Recording) -> None:
    assert set(granted(vault)) == set(asked(cluster))


def test_an_agents_token_of_five_minutes_has_one_job_which_reads_nothing(vault: vaults.Recording) -> None:
    jobs = {}
    for login in vault.of("index/certAuthBackendRole:CertAuthBackendRole"):
        if f"/zone/{ZONE}/" in login.inputs["allowedUriSans"][0]:
            assert (login.inputs["tokenMaxTtl"], login.inputs["tokenType"]) == (300, "batch")
            [policy] = login.inputs["tokenPolicies"]
            jobs[policy] = vault.policy(policy)
    assert jobs == {f"job-{ZONE}-agent-{name}": {"transit/encrypt/drafts": (["update"], [])} for name in ("summary", "triage")}


def test_each_account_that_logs_in_may_have_its_own_token_reviewed(cluster: clusters.Recording) -> None:
    may = {
        (subject["namespace"], subject["name"])
        for binding in cluster.objects("ClusterRoleBinding").values()
        for subject in binding.inputs["subjects"]
        if cluster.object("ClusterRole", binding.inputs["roleRef"]["name"]).inputs["rules"]
        == [{"apiGroups": ["authentication.k8s.io"], "resources": ["tokenreviews"], "verbs": ["create"]}]
    }
    assert may == {("agents", "issuer-agent-summary"), ("agents", "issuer-agent-triage"), ("istio-system", "issuer-mesh")}


@pytest.mark.parametrize(
    ("agents", "said"),
    [
        ({"agents": ["sumary"]}, r"(?s)clusters.inference.agents.agents: 'sumary' is no agent of inference.*did you mean 'summary'"),
        ({"agents": ["summary"], "other": ["summary"]}, "'summary' is named more than once"),
    ],
)
def test_an_agent_that_vault_does_not_know_is_told_where_it_stands(agents: dict[str, list[str]], said: str) -> None:
    config = copy.deepcopy(stack_file(VAULT)["config"])
    config["ai-zones:clusters"]["inference"]["agents"] = agents
    with pytest.raises(SettingsError, match=said):
        VaultSettings.from_config(VAULT, as_the_engine_gives_it(config))


def test_a_cluster_from_which_nobody_logs_in_is_refused() -> None:
    config = copy.deepcopy(stack_file(VAULT)["config"])
    config["ai-zones:clusters"]["inference"] |= {"agents": {}, "logins": {}}
    with pytest.raises(SettingsError, match="nobody logs in from this cluster"):
        VaultSettings.from_config(VAULT, as_the_engine_gives_it(config))


def test_the_issuer_of_an_agent_is_not_named_twice() -> None:
    config = copy.deepcopy(stack_file(VAULT)["config"])
    inference = config["ai-zones:clusters"]["inference"]
    inference["logins"]["agent-summary"] = {**inference["logins"]["mesh"], "workload": "agent/summary"}
    with pytest.raises(SettingsError, match="agent-summary is what the issuer of an agent"):
        VaultSettings.from_config(VAULT, as_the_engine_gives_it(config))
