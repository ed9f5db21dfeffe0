"""What a plan is refused for: each fault at its place, with what is allowed and how to mend it."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from ai_zones.plan import PlanError, ZoneName, ZonePlan, load_plan
from tests.plan.documents import SOUND, faults, places, spoiled

Spoil = Callable[[dict[str, Any]], object]


def test_the_sound_plan_is_sound() -> None:
    assert set(load_plan(SOUND).zones) == {ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.EGRESS}


REFUSED: dict[str, tuple[Spoil, str, str, str]] = {
    # what: (spoil, place, words of the problem, words of the fix)
    "an unknown key": (lambda p: p.update(residancy=[]), "residancy", "unknown", "did you mean 'residency'?"),
    "an unknown key of a zone": (
        lambda p: p["zones"]["phi"].update(sevices=[]),
        "zones.phi.sevices",
        "unknown",
        "did you mean 'services'?",
    ),
    "an unknown key of a flow": (
        lambda p: p["flows"]["retrieval"].update(prot=1),
        "flows.retrieval.prot",
        "unknown",
        "did you mean 'port'?",
    ),
    "a missing key": (lambda p: p.pop("organization"), "organization", "is missing", "add `organization: clinic-a`"),
    "a missing key of a flow": (lambda p: p["flows"]["retrieval"].pop("service"), "flows.retrieval.service", "is missing", "add `service:"),
    "an unknown zone": (lambda p: p["zones"].update(phy={}), "zones.phy", "not a known name", "did you mean 'phi'?"),
    "a zone in other letters": (lambda p: p["zones"].update(Egress={}), "zones.Egress", "not a known name", "did you mean 'egress'?"),
    "no zone": (lambda p: p.update(zones={}, flows={}, providers={}), "zones", "no zone is declared", "add `zones: {phi: {}}`"),
    "a list of zones": (lambda p: p.update(zones=["phi"]), "zones", "not a mapping", "key: value"),
    "a zone of nothing": (lambda p: p["zones"].update(phi=None), "zones.phi", "not a mapping", "{} for all defaults"),
    "an upper-case name": (lambda p: p.update(organization="Clinic A"), "organization", "resource names", "write 'clinic-a'"),
    "a long name": (lambda p: p.update(environment="e" * 21), "environment", "resource names", f"write '{'e' * 20}'"),
    "a name that ends in a hyphen": (lambda p: p.update(organization="a-"), "organization", "resource names", "write 'a'"),
    "a name with a line break": (lambda p: p.update(organization="a\n"), "organization", "resource names", "write 'a'"),
    "a name of a flow": (lambda p: p["flows"].update({"A b": p["flows"].pop("retrieval")}), "flows.A b", "resource names", "write 'a-b'"),
    "an unquoted account": (
        lambda p: p["zones"]["phi"].update(account=11122223333),
        "zones.phi.account",
        "not an account id",
        "'011122223333'",
    ),
    "a short account": (lambda p: p["zones"]["phi"].update(account="1234"), "zones.phi.account", "'1234'", "copy the id"),
    "a long account": (lambda p: p["zones"]["phi"].update(account="1" * 13), "zones.phi.account", "not an account of aws", "copy the id"),
    "a key that is a number": (lambda p: cast(dict[Any, Any], p).update({1: 2}), "[1]", "the key 1 is not a text", "in quotes"),
    "a key with half a character": (lambda p: p["zones"]["phi"].update({"\ud800": 1}), "zones.phi", "is not a text", "in quotes"),
    "a public block": (lambda p: p.update(cidr="8.0.0.0/12"), "cidr", "not private", "10.64.0.0/12"),
    "a block across private space": (lambda p: p.update(cidr="172.0.0.0/8"), "cidr", "not private", "10.64.0.0/12"),
    "a small block": (lambda p: p.update(cidr="10.0.0.0/19"), "cidr", "cannot be cut", "/12"),
    "a block with host bits": (lambda p: p.update(cidr="10.64.0.1/12"), "cidr", "bits set", "write '10.64.0.0/12'"),
    "a block without length": (lambda p: p.update(cidr="10.64.0.0"), "cidr", "not an IPv4 network", "address/length"),
    "a block with a netmask": (lambda p: p.update(cidr="10.64.0.0/255.240.0.0"), "cidr", "not an IPv4 network", "address/length"),
    "an IPv6 block": (lambda p: p.update(cidr="fd00::/12"), "cidr", "not an IPv4 network", "address/length"),
    "a block that is a number": (lambda p: p.update(cidr=10), "cidr", "not an IPv4 network", "address/length"),
    "a region that is a zone": (lambda p: p.update(residency=["eu-west-1a"]), "residency[0]", "not a region", "write 'eu-west-1'"),
    "a region twice": (lambda p: p.update(residency=["eu-west-1"] * 2), "residency[1]", "listed twice", "remove one"),
    "no region": (lambda p: p.update(residency=[]), "residency", "not a list of names", "[ ]"),
    "a zone that is a region": (
        lambda p: p.update(availability_zones=["eu-west-1"]),
        "availability_zones[0]",
        "not an availability zone",
        "write 'eu-west-1a'",
    ),
    "a local zone": (
        lambda p: p.update(availability_zones=["us-west-2-lax-1a"]),
        "availability_zones[0]",
        "not an availability zone",
        "short name",
    ),
    "zones of two regions": (
        lambda p: p.update(availability_zones=["eu-west-1a", "eu-west-2a"]),
        "availability_zones[1]",
        "another region",
        "one plan is one region",
    ),
    "zones outside residency": (
        lambda p: p.update(availability_zones=["eu-west-2a"]),
        "availability_zones[0]",
        "outside residency",
        "did you mean 'eu-west-1'?",
    ),
    "five availability zones": (
        lambda p: p.update(availability_zones=[f"eu-west-1{z}" for z in "abcde"]),
        "availability_zones",
        "5 availability zones",
        "first 4",
    ),
    "an availability zone twice": (
        lambda p: p.update(availability_zones=["eu-west-1a"] * 2),
        "availability_zones[1]",
        "listed twice",
        "remove",
    ),
    "an AI service in phi": (
        lambda p: p["zones"]["phi"].update(services=["bedrock-runtime"]),
        "zones.phi.services",
        "not allowed in zone phi",
        "use it in deidentification or inference",
    ),
    "the data API in inference": (
        lambda p: p["zones"]["inference"].update(services=["rds-data"]),
        "zones.inference.services",
        "not allowed in zone inference",
        "use it in phi",
    ),
    "an unknown service": (
        lambda p: p["zones"]["phi"].update(services=["secretmanager"]),
        "zones.phi.services",
        "not a known aws service",
        "did you mean 'secretsmanager'?",
    ),
    "a service twice": (lambda p: p["zones"]["phi"].update(services=["s3", "s3"]), "zones.phi.services", "listed twice", "remove"),
    "a service that is no text": (lambda p: p["zones"]["phi"].update(services=[3]), "zones.phi.services", "not a service name", "name"),
    "services that are a text": (lambda p: p["zones"]["phi"].update(services="s3"), "zones.phi.services", "not a list", "[ ]"),
    "a slot of another zone": (
        lambda p: p["zones"]["phi"].update(index=3),
        "zones.phi.index",
        "not free for zone phi",
        "leave `index` out",
    ),
    "a slot that is not there": (lambda p: p["zones"]["phi"].update(index=16), "zones.phi.index", "no slot 16", "leave `index` out"),
    "a negative slot": (lambda p: p["zones"]["phi"].update(index=-1), "zones.phi.index", "no slot -1", "leave `index` out"),
    "a slot that is a truth value": (lambda p: p["zones"]["phi"].update(index=True), "zones.phi.index", "not a whole number", "number"),
    "one spare slot twice": (
        lambda p: (p["zones"]["phi"].update(index=9), p["zones"]["egress"].update(index=9)),
        "zones.egress.index",
        "overlaps 10.73.0.0/16 of zone phi",
        "own slots",
    ),
    "a network in another zone's slot": (
        lambda p: p["zones"]["phi"].update(cidr="10.70.0.0/16"),
        "zones.phi.cidr",
        "slot of another zone",
        "leave `cidr` out",
    ),
    "a network that overlaps another": (
        lambda p: (p["zones"]["phi"].update(cidr="192.168.0.0/18"), p["zones"]["egress"].update(cidr="192.168.32.0/20")),
        "zones.egress.cidr",
        "overlaps 192.168.0.0/18 of zone phi",
        "own slots",
    ),
    "a network that is too small": (lambda p: p["zones"]["phi"].update(cidr="192.168.0.0/23"), "zones.phi.cidr", "is a /23", "leave"),
    "a network that is too large": (lambda p: p["zones"]["phi"].update(cidr="10.0.0.0/15"), "zones.phi.cidr", "is a /15", "leave"),
    "a public network": (lambda p: p["zones"]["phi"].update(cidr="9.0.0.0/16"), "zones.phi.cidr", "not private", "leave"),
    "a flow that the ceiling forbids": (
        lambda p: p["flows"].update(x={"source": "inference", "target": "phi", "service": "database"}),
        "flows.x",
        "inference may not open connections to phi/database",
        "phi/database is entered from deidentification or management",
    ),
    "a flow the wrong way round": (
        lambda p: p["flows"].update(x={"source": "egress", "target": "inference", "service": "api"}),
        "flows.x",
        "egress may not open",
        "inference/api is entered from access",
    ),
    "a flow to itself": (
        lambda p: p["flows"].update(x={"source": "phi", "target": "phi", "service": "database"}),
        "flows.x",
        "phi may not open",
        "remove the flow",
    ),
    "a service of another zone": (
        lambda p: p["flows"]["retrieval"].update(service="database"),
        "flows.retrieval.service",
        "deidentification has no service 'database'",
        "write `target: phi`, which offers it, or one of: retrieval, tools, prompt, datasets",
    ),
    "an undeclared source": (lambda p: p["zones"].pop("inference"), "flows.retrieval.source", "not declared", "`inference: {}`"),
    "an undeclared target": (
        lambda p: p["flows"].update(x={"source": "phi", "target": "management", "service": "vault"}),
        "flows.x.target",
        "zone management is not declared",
        "add `management: {}` to zones",
    ),
    "a flow twice": (
        lambda p: p["flows"].update(again=p["flows"]["retrieval"]),
        "flows.again",
        "declared by flows.retrieval already",
        "remove one",
    ),
    "a remote shell's port": (
        lambda p: p["flows"]["retrieval"].update(port=22),
        "flows.retrieval.port",
        "22 is not a port of",
        "write 443",
    ),
    "no port": (lambda p: p["flows"]["retrieval"].update(port=0), "flows.retrieval.port", "0 is not a port", "leave `port` out"),
    "a port out of range": (lambda p: p["flows"]["retrieval"].update(port=65536), "flows.retrieval.port", "not a port", "leave `port` out"),
    "a port that is a text": (lambda p: p["flows"]["retrieval"].update(port="443"), "flows.retrieval.port", "not a whole number", "number"),
    "PHI without an agreement": (
        lambda p: p["providers"]["anthropic"].update(baa=False, receives="phi"),
        "providers.anthropic.receives",
        "without a business associate agreement",
        "sign the agreement",
    ),
    "an agreement that is a text": (
        lambda p: p["providers"]["anthropic"].update(baa="yes"),
        "providers.anthropic.baa",
        "neither true nor false",
        "true or false",
    ),
    "a host of two providers": (
        lambda p: p["providers"].update(other={"fqdns": ["*.anthropic.com"]}),
        "providers.other.fqdns",
        "covered by 'api.anthropic.com' of providers.anthropic",
        "one of them",
    ),
    "a provider without egress": (
        lambda p: (p["zones"].pop("egress"), p["flows"].pop("outside-models")),
        "providers.anthropic",
        "no zone can call a provider",
        "`egress: {}`",
    ),
    "an unknown cloud": (lambda p: p.update(cloud="Azur"), "cloud", "not a known name", "did you mean 'azure'?"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_plan_is_refused_for(what: str) -> None:
    spoil, place, problem, fix = REFUSED[what]
    found = faults(spoiled(spoil))
    assert place in [fault.place for fault in found]
    fault = next(fault for fault in found if fault.place == place)
    assert problem in fault.problem
    assert fix in fault.fix
    assert fault.allowed


@pytest.mark.parametrize("what", [what for what in REFUSED if what not in {"an undeclared source", "a zone of nothing", "a list of zones"}])
def test_one_mistake_is_one_fault_for(what: str) -> None:
    spoil, place, _, _ = REFUSED[what]
    assert places(spoiled(spoil)) == [place]


def test_all_faults_are_listed_at_once_those_of_shape_and_those_of_the_ceiling() -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["organization"] = "X"
        plan["zones"]["phi"] = {"account": 1, "services": ["bedrock-runtime"]}
        plan["flows"]["bad"] = {"source": "inference", "target": "phi", "service": "database"}
        plan["flows"]["worse"] = {"source": "inference", "target": "phi", "service": "databse"}
        plan["providers"]["anthropic"] = {"fqdns": ["https://api.anthropic.com/v1"], "receives": "phi"}

    assert set(places(spoiled(spoil))) == {
        "organization",
        "zones.phi.account",
        "zones.phi.services",
        "flows.bad",
        "flows.worse.service",
        "providers.anthropic.fqdns",
    }


def test_the_message_says_where_what_is_allowed_and_how_to_mend_it() -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(spoiled(lambda p: p.update(cidr="10.64.0.1/12")), "plan.yaml")
    assert str(caught.value) == (
        "plan.yaml: 1 fault in the zone plan\n"
        "  cidr: '10.64.0.1/12' has bits set beyond its prefix length\n"
        "    allowed: an IPv4 network address with its prefix length, such as '10.64.0.0/12'\n"
        "    fix: write '10.64.0.0/12'"
    )


def test_constructing_a_plan_in_python_is_judged_alike() -> None:
    with pytest.raises(PlanError, match="inference may not open connections to phi/database"):
        ZonePlan(**spoiled(lambda p: p["flows"].update(x={"source": "inference", "target": "phi", "service": "database"})))


def test_two_flows_to_one_service_need_one_port() -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["zones"]["management"] = {}
        plan["flows"]["a-vault"] = {"source": "phi", "target": "management", "service": "vault"}
        plan["flows"]["b-vault"] = {"source": "egress", "target": "management", "service": "vault", "port": 8443}

    (fault,) = faults(spoiled(spoil))
    assert (fault.place, fault.fix) == ("flows.b-vault.port", "write 8200 in both, or 8443 in both")


def test_azure_and_gcp_plans_use_their_own_words() -> None:
    azure = spoiled(
        lambda p: (
            p.update(cloud="azure", residency=["westeurope"], availability_zones=["1", "2", "3"]),
            p["zones"].update(
                phi={"account": "0f0e0d0c-0b0a-4908-8706-050403020100", "services": ["postgresql"]},
                deidentification={"services": ["openai"]},
            ),
        )
    )
    gcp = spoiled(
        lambda p: (
            p.update(cloud="gcp", residency=["europe-west1"], availability_zones=["europe-west1-b", "europe-west1-c"]),
            p["zones"].update(phi={"account": "clinic-a-phi", "services": ["alloydb"]}, deidentification={"services": ["aiplatform"]}),
        )
    )
    assert [load_plan(document).region for document in (SOUND, azure, gcp)] == ["eu-west-1", "westeurope", "europe-west1"]
    azure["zones"]["phi"]["account"] = "111122223333"
    gcp["availability_zones"] = ["eu-west-1a"]
    assert places(azure) == ["zones.phi.account"]
    assert places(gcp) == ["availability_zones[0]"]
