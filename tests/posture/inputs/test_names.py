"""By what a resource is found: its id, ARN and name, the names of its own type, and the dependency that gave a value."""

from posture.inputs.state import read_state
from posture.view import ResourceView

DOMAIN, GROUP, POLICY = (
    "aws:opensearch/domain:Domain",
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
    "aws:x/policy:Policy",
)
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"


def _found(kind: str, outputs: dict[str, object], named: str, depends: bool = False, kinds: tuple[str, ...] = ()) -> tuple[str, ...]:
    owner, asker = f"urn:pulumi:dev::p::{kind}::owner", f"urn:pulumi:dev::p::{POLICY}::asker"
    rows = [
        {"urn": owner, "custom": True, "id": "some-id", "type": kind, "inputs": {}, "outputs": outputs},
        {
            "urn": asker,
            "custom": True,
            "id": "asker",
            "type": POLICY,
            "inputs": {"of": named},
            "outputs": {"of": named, "domainName": named},
            "propertyDependencies": {"of": [owner] if depends else []},
        },
    ]
    stack = read_state({"version": 3, "deployment": {"resources": rows}}, "state.json")
    found = ResourceView(stack.by_urn[asker], stack).refers_to("of", kinds or (kind,))
    return found.targets if found.certain else ()


def test_a_domain_is_found_by_its_name() -> None:
    assert len(_found(DOMAIN, {"domainName": "notes"}, "notes")) == 1
    assert _found(DOMAIN, {"domainName": "notes"}, "others") == ()


def test_a_property_that_names_another_is_no_name_of_ones_own() -> None:
    assert _found(POLICY, {"domainName": "notes"}, "notes") == ()


def test_a_value_that_a_dependency_gave_leads_to_it() -> None:
    assert len(_found(PARAMETERS, {"family": "postgres16"}, "postgres16", depends=True)) == 1


def test_a_value_alone_does_not() -> None:
    assert _found(PARAMETERS, {"family": "postgres16"}, "postgres16") == ()


def test_a_dependency_that_gave_another_value_does_not() -> None:
    assert _found(PARAMETERS, {"family": "postgres16"}, "postgres15", depends=True) == ()


def test_a_dependency_of_another_kind_does_not() -> None:
    assert _found(PARAMETERS, {"family": "postgres16"}, "postgres16", depends=True, kinds=(GROUP,)) == ()
