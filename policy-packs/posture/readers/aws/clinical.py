"""What is built through AWS Cloud Control: HealthLake's FHIR data stores. Every other type stays unread, and is said to be.

The resource is one JSON document in CloudFormation's words; its tags stand in there too, and `ResourceView.tags` opens it.
Sources: Pulumi Registry, aws.cloudcontrol.Resource; AWS CloudFormation Template Reference, "AWS::HealthLake::FHIRDatastore"; AWS HealthLake
Developer Guide, "Exporting FHIR data" (a job of whoever may call it, no configuration).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import StoreFact
from posture.readers.aws.stores import lies
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import reads
from posture.values import is_unknown
from posture.view import ResourceView

CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
DATASTORE: Final = "AWS::HealthLake::FHIRDatastore"


@reads(CLOUD_CONTROL)
def by_cloud_control(resource: ResourceView, graph: GraphBuilder) -> None:
    """A data store, or something that no reader knows."""
    urn, kind = resource.resource.urn, resource.text("typeName")
    if is_unknown(kind) or kind != DATASTORE:
        graph.unreadable(urn, f"no reader knows the type {kind if isinstance(kind, str) else 'that is built'} (AWS Cloud Control)")
        return
    graph.add(StoreFact(urn, "healthlake", account=account_of(resource.resource), region=region_of(resource.resource)))
    lies(resource, graph)
