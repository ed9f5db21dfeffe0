"""What a remedy shows can be pasted: resources and properties in it are the provider's."""

import pytest

from posture.report.about import metadata_of, names
from posture.rules.catalogue import rules
from tests.posture.rules.snippets import calls, faults


def _snippets() -> dict[str, str]:
    return {name: known.snippet for name in names() if (known := metadata_of(name)) is not None and known.snippet}


def test_every_snippet_names_resources_and_properties_that_the_provider_has() -> None:
    wrong = [f"{name}: {fault}" for name, snippet in _snippets().items() for fault in faults(snippet)]
    assert wrong == []


def test_enough_of_them_are_looked_at_to_mean_something() -> None:
    assert sum(calls(snippet) for snippet in _snippets().values()) > 90


@pytest.mark.parametrize(
    ("snippet", "fault"),
    [
        ('aws.ec2.Subnet("a", public_ip=True)', "aws.ec2.Subnet: takes no public_ip"),
        ('aws.ec2.Subnett("a")', "aws.ec2.Subnett: no such resource"),
        ('aws.ecc.Subnet("a")', "aws.ecc.Subnet: no module ecc"),
        ('aws.eks.Cluster("a", vpc_config={"subnets": []}, ...)', "aws.eks.Cluster.vpc_config: takes no 'subnets'"),
        (
            'aws.ecr.ReplicationConfiguration("c", replication_configuration={"rules": [{"destinations": [{"account": "1"}]}]})',
            "aws.ecr.ReplicationConfiguration.replication_configuration.rules.destinations: takes no 'account'",
        ),
    ],
)
def test_a_wrong_name_is_found_however_deep_it_stands(snippet: str, fault: str) -> None:
    assert list(faults(snippet)) == [fault]


def test_a_rule_of_aws_that_is_critical_or_high_shows_how_to_keep_it() -> None:
    bare = {
        rule.id
        for rule in rules().values()
        if rule.metadata.severity in ("critical", "high")
        and any(token.startswith("aws:") for token in rule.tokens)
        and not rule.metadata.snippet
    }
    assert bare == {"class-fits-neighbours"}  # which class is the true one, nobody else can say


def test_every_rule_shows_how_to_keep_it_but_those_that_ask_to_leave_something_out() -> None:
    bare = {rule.id for rule in rules().values() if not rule.metadata.snippet}
    assert bare == {
        "class-fits-neighbours",  # which class is the true one, nobody else can say
        "delegation-refused",
        "eligible-access-ends",  # Azure's API takes the end in a request of its own, whose form the portal writes
        "gate-runs-its-program",  # the component's own image, by digest
        "mesh-mirrors-nothing",
        "mesh-without-opaque-filters",
        "names-ours",  # the reviewer's file lists what is ours
        "vault-writes-read",
    }
