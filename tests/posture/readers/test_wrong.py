"""A property of a kind that it never has makes no reader raise, and makes no stack better than the same property unknown; for every recorded type.

Three places of each type are tried here, the same ones each time. `AI_ZONES_WRONG=40` tries forty (two minutes), `AI_ZONES_WRONG=0` every one.
"""

import os
import re
from typing import Any

import pytest
from hypothesis import given, settings

import posture.readers.gcp
from posture.approved import Approved
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.malformed import SLOW, Malformed
from tests.posture.readers.wrong import Wrong, drawn, smallest_of_each_type

load_readers()
HOW_MANY = int(os.environ.get("AI_ZONES_WRONG", "3"))
CLOUDS = ("aws", "azure", "gcp", "kubernetes", "vault")

LEFT = {
    # An unknown may be what the property depends on; of garbage no reader believes that. What is named so is not in use by anybody.
    "aws:backup/restoreTestingPlan:RestoreTestingPlan recoveryPointSelection.includeVaults",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment role",
    "aws:rds/cluster:Cluster endpoint",
    "azure-native:dnsresolver:ForwardingRule domainName",
    "azure-native:dnsresolver:ForwardingRule targetDnsServers",
    "azure-native:managedservices:RegistrationAssignment scope",
    "azure-native:network:HubVirtualNetworkConnection remoteVirtualNetwork",
    "azure-native:network:HubVirtualNetworkConnection routingConfiguration",
    "azure-native:network:LoadBalancer backendAddressPools",
    "gcp:bigquery/dataset:Dataset accesses[].iamMember",
    "gcp:bigquery/iamBinding:IamBinding members",
    "gcp:bigquery/iamBinding:IamBinding members[]",
    "gcp:compute/firewall:Firewall targetTags",
    "gcp:compute/firewall:Firewall targetTags[]",
    "gcp:compute/resourcePolicy:ResourcePolicy snapshotSchedulePolicy.snapshotProperties.storageLocations",
    "gcp:dataflow/flexTemplateJob:FlexTemplateJob ipConfiguration",
    "gcp:dns/policy:Policy networks[].networkUrl",
    "gcp:healthcare/fhirStore:FhirStore streamConfigs[].bigqueryDestination.datasetUri",
    "gcp:pubsub/subscription:Subscription pushConfig.pushEndpoint",
    "gcp:serviceaccount/iAMBinding:IAMBinding members",
    "gcp:serviceaccount/iAMBinding:IAMBinding members[]",
    "gcp:spanner/databaseIAMMember:DatabaseIAMMember member",
    "kubernetes:apps/v1:StatefulSet spec.template.metadata.labels",
    "kubernetes:batch/v1:CronJob spec.jobTemplate.spec.template.metadata.labels",
    "kubernetes:batch/v1:Job spec.template.metadata.labels",
    "kubernetes:core/v1:ReplicationController spec.template.metadata.labels",
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute spec.rules[].backendRefs",
}
"""Places at which garbage is still taken for nothing. The list may only become shorter."""


def shown(wrong: Wrong) -> str:
    """A type and a place in it, whichever item of a list."""
    path = ".".join(str(step) for step in wrong.place)
    return f"{wrong.program.stack.by_urn[wrong.urn].type} {re.sub(r'[.][0-9]+', '[]', path)}"


def of_cloud(cloud: str) -> list[Wrong]:
    tokens = [token for token in sorted(smallest_of_each_type()) if token.startswith((f"{cloud}:", f"{cloud}-native:"))]
    return [wrong for token in tokens for wrong in drawn(token, HOW_MANY)]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_garbage_makes_no_reader_raise(cloud: str) -> None:
    raised = []
    for wrong in of_cloud(cloud):
        try:
            wrong.read(wrong.garbage())
        except Exception as error:  # noqa: BLE001  every one of them is told
            raised.append(f"{wrong.told}: {type(error).__name__}: {error}")
    assert raised == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_garbage_proves_nothing_that_an_unknown_does_not(cloud: str) -> None:
    better = [f"{wrong.told}: {', '.join(found)}" for wrong in of_cloud(cloud) if shown(wrong) not in LEFT and (found := wrong.better())]
    assert better == []


def test_every_type_of_the_recorded_programs_is_tried() -> None:
    tried = {wrong.program.stack.by_urn[wrong.urn].type for cloud in CLOUDS for wrong in of_cloud(cloud)}
    assert len(tried) > 550


GOOGLES = Malformed(
    posture.readers.gcp,
    sorted(token for token in READERS if token.startswith("gcp:")),
    literals=("", "x", "10.0.0.0/8", "*", "{", "allUsers", "true", "projects/p/x"),
    references=("name",),
)
"""Those of AWS and Azure have tests of their own beside their readers."""


@pytest.mark.parametrize("value", [UNKNOWN, 7, "x"], ids=str)
def test_no_reader_of_google_raises_when_every_property_is_the_same_nonsense(value: Any) -> None:
    for resource in GOOGLES.saying(value):
        read(resource)


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=SLOW)
@given(stack=GOOGLES.stacks())
def test_no_reader_of_google_raises_on_malformed_partial_or_unknown_properties(stack: Stack) -> None:
    for resource in stack:
        read(resource)


def read(resource: Resource) -> None:
    read_stack(GraphBuilder(Stack((resource,), Form.PREVIEW), Approved(flows=frozenset())))


def test_a_number_where_blocks_should_be_is_unknown_and_not_absent() -> None:
    from posture.view import ResourceView

    resource = Resource("urn:a", "aws:s3/bucket:Bucket", "a", "a", {"rules": 7, "tags": True, "on": {"deep": 0.5}, "none": None})
    view = ResourceView(resource, Stack((resource,), Form.STATE))
    assert view.value("rules.action") is UNKNOWN
    assert view.value("on.deep.er") is UNKNOWN
    assert view.value("none.action") is None
    assert view.listed("rules") is UNKNOWN
    assert view.tags() == {"*": UNKNOWN}
