"""Files that are handed to partners: connectors of a file transfer service, its workflows, and gateways that serve buckets in other places.

A connector sends what its role may read to the partner's address; a workflow copies what is uploaded; a file gateway is a machine, wherever it
stands, whose clients read the bucket of each share.
Sources: AWS Transfer Family User Guide, "Configure SFTP connectors", "Configure AS2 connectors", "AWS Transfer Family managed workflows",
"Using custom identity providers", "Granting access to groups"; Amazon S3 File Gateway User Guide, "How Amazon S3 File Gateway works".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.far_side import standing
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.managed import SERVER
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, RESOURCE_CONFIGURATION, ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

CONNECTOR: Final = "aws:transfer/connector:Connector"
WORKFLOW: Final = "aws:transfer/workflow:Workflow"
ACCESS: Final = "aws:transfer/access:Access"
GATEWAY: Final = "aws:storagegateway/gateway:Gateway"
SHARES: Final = ("aws:storagegateway/nfsFileShare:NfsFileShare", "aws:storagegateway/smbFileShare:SmbFileShare")
_EFS: Final = tuple(token for token, service in STORES.items() if service == "elasticfilesystem")
_COPIES: Final = "copyStepDetails.destinationFileLocation", "decryptStepDetails.destinationFileLocation"


@reads(CONNECTOR, WORKFLOW, ACCESS, *SHARES)
def partner(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join, once every store and policy is known."""


@joins
def partners(graph: GraphBuilder) -> None:
    """Stores → partners, servers → what their workflows write, buckets ↔ gateways."""
    for resource in graph.stack.of_type(CONNECTOR):
        _connector(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(*SERVER):
        _workflows(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(ACCESS):
        _group(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(*SHARES):
        _share(graph, graph.view(resource.urn))


def _connector(graph: GraphBuilder, view: ResourceView) -> None:
    urn, role = view.resource.urn, view.refers_to("accessRole", ROLE)
    if not role.targets:
        unclear(graph, urn, "sends files by a role that is no resource of the stack (accessRole)")
    lattice = view.value("egressConfig.vpcLattice.resourceConfigurationArn")
    if lattice is not None:
        prop, there = "egressConfig.vpcLattice.resourceConfigurationArn", Reference(certain=False)
        there = follow(view, graph, prop, RESOURCE_CONFIGURATION)
        if not there.targets:
            there = graph.somewhere("partner", there.literal or view.resource.name)
    else:
        prop, address = "url", view.text("url")
        named = graph.somewhere("partner", address) if isinstance(address, str) else graph.internet()
        there = named if standing(graph, named) is Outside.OURS else graph.internet()
    for found in role.targets:
        for store, certain in stores_used_by(graph, found):
            because = Because(urn, prop, "sends files to a partner")
            graph.edge(Reference.to(store), there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain and role.certain)


def _workflows(graph: GraphBuilder, view: ResourceView) -> None:
    """What is uploaded to the server is copied to where the steps of its workflows say."""
    for when in ("onUpload", "onPartialUpload"):
        for workflow in view.all_refer_to(f"workflowDetails.{when}.workflowId", (WORKFLOW,)):
            if not workflow.targets:
                unclear(graph, view.resource.urn, f"what is done with its files is said by a workflow of no resource of the stack ({when})")
            for urn in workflow.targets:
                _steps(graph, view, graph.view(urn))


def _steps(graph: GraphBuilder, server: ResourceView, workflow: ResourceView) -> None:
    source = Reference.to(server.resource.urn)
    for steps in ("steps", "onExceptionSteps"):
        blocks = workflow.blocks(steps)
        if isinstance(blocks, Unknown):
            unclear(graph, workflow.resource.urn, f"what it does with files is unknown until the update ({steps})")
            continue
        for block in blocks:
            for copy in _COPIES:
                _copied(graph, workflow, source, f"{block}.{copy}")


def _copied(graph: GraphBuilder, workflow: ResourceView, source: Reference, place: Path) -> None:
    for name, kinds in (("s3FileLocation.bucket", BUCKET), ("efsFileLocation.fileSystemId", _EFS)):
        prop = f"{place}.{name}"
        value = workflow.text(prop)
        if value is None:
            continue
        target = workflow.refers_to(prop, kinds)
        if not target.targets and isinstance(value, str):
            target = bucket_named(workflow, graph, value, prop) if kinds is BUCKET else graph.somewhere("file system", value)
        if target.targets or target.literal in graph.externals:
            because = Because(workflow.resource.urn, prop, str(value) if isinstance(value, str) else "")
            graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
        else:
            unclear(graph, workflow.resource.urn, f"where files are copied to is not known ({prop})")


def _group(graph: GraphBuilder, view: ResourceView) -> None:
    """People of a directory's group use the server by the group's role."""
    role = view.refers_to("role", ROLE)
    for server in view.refers_to("serverId", SERVER).targets:
        if not role.targets:
            unclear(graph, server, "people of a group act as a role that is no resource of the stack (role)")
        for found in role.targets:
            for store, certain in stores_used_by(graph, found):
                because = Because(view.resource.urn, "role", "by its role")
                graph.edge(Reference.to(server), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)


def _share(graph: GraphBuilder, view: ResourceView) -> None:
    urn, arn = view.resource.urn, view.text("locationArn")
    bucket = follow(view, graph, "locationArn", (*BUCKET, "aws:s3/accessPoint:AccessPoint"))
    if not bucket.targets and isinstance(arn, str) and ":::" in arn:
        bucket = bucket_named(view, graph, arn.partition(":::")[2].partition("/")[0], "locationArn")
    gateway = view.refers_to("gatewayArn", (GATEWAY,))
    address = graph.view(gateway.targets[0]).text("gatewayIpAddress") if gateway.targets else None
    named = address if isinstance(address, str) else gateway.literal or (gateway.targets[0] if gateway.targets else "")
    if not bucket.targets or not named or is_unknown(address):
        unclear(graph, urn, "which bucket is served by which gateway is not known (locationArn, gatewayArn)")
        return
    because = Because(urn, "gatewayArn", named)
    graph.edge(bucket, graph.somewhere("file gateway", named), EdgeKind.USE, because, certain=bucket.certain)


inert(
    "A machine of ours, wherever it stands; what it serves is said by its shares, which are read (Amazon S3 File Gateway User Guide)",
    GATEWAY,
    "aws:storagegateway/cache:Cache",
    "aws:storagegateway/uploadBuffer:UploadBuffer",
    "aws:storagegateway/workingStorage:WorkingStorage",
)
inert(
    "Keys and names of partners and of the server; what is sent is said by connectors, what is taken in is written by the agreement's role "
    "(AWS Transfer Family User Guide, 'AWS Transfer Family for AS2')",
    "aws:transfer/agreement:Agreement",
    "aws:transfer/certificate:Certificate",
    "aws:transfer/profile:Profile",
    "aws:transfer/hostKey:HostKey",
    "aws:transfer/sshKey:SshKey",
    "aws:transfer/tag:Tag",
    "aws:transfer/webAppCustomization:WebAppCustomization",
)
