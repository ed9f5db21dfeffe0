"""What is built through AWS Cloud Control: data stores of HealthLake, HealthImaging and HealthOmics. Every other type stays unread, and is said to be.

The resource is one JSON document in CloudFormation's words; its tags stand in there too, and `ResourceView.tags` opens it.
Sources: Pulumi Registry, aws.cloudcontrol.Resource; AWS CloudFormation Template Reference, "AWS::HealthLake::FHIRDatastore",
"AWS::HealthImaging::Datastore", "AWS::Omics::SequenceStore"; AWS HealthLake Developer Guide, "Exporting FHIR data" (a job of whoever may call it,
no configuration).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import StoreFact
from posture.readers.aws.stores import lies
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import inert, reads
from posture.view import ResourceView

CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
SERVICES: Final = {
    "AWS::HealthLake::FHIRDatastore": "healthlake",
    "AWS::HealthImaging::Datastore": "medical-imaging",
    **dict.fromkeys(
        ("AWS::Omics::SequenceStore", "AWS::Omics::ReferenceStore", "AWS::Omics::VariantStore", "AWS::Omics::AnnotationStore"), "omics"
    ),
}
"""Types of CloudFormation that hold clinical records, and the service of each."""


@reads(CLOUD_CONTROL)
def by_cloud_control(resource: ResourceView, graph: GraphBuilder) -> None:
    """A data store, or something that no reader knows."""
    urn, kind = resource.resource.urn, resource.text("typeName")
    service = SERVICES.get(kind) if isinstance(kind, str) else None
    if service is None:
        graph.unreadable(urn, f"no reader knows the type {kind if isinstance(kind, str) else 'that is built'} (AWS Cloud Control)")
        return
    graph.add(StoreFact(urn, service, account=account_of(resource.resource), region=region_of(resource.resource)))
    lies(resource, graph)
    written = resource.value("desiredState")
    if service == "omics" and (not isinstance(written, str) or "S3AccessPolicy" in written):
        unclear(graph, urn, "whom its access policy for S3 lets in is not read in a document of Cloud Control (desiredState)", OUTSIDE)


inert(
    "Says how runs go, and how many at once; what a run reads and writes, whoever starts it names (AWS HealthOmics User Guide, 'Private workflows')",
    "aws-native:omics:Workflow",
    "aws-native:omics:WorkflowVersion",
    "aws-native:omics:RunGroup",
)
