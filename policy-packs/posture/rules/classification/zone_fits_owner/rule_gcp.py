"""What stands in a project carries the project's zone, or none; and a project that holds PHI is of a zone that may."""

from collections.abc import Iterator

from ai_zones.plan import DataClass
from posture.proofs.search import HOLDERS
from posture.rules.contract import Fault, rule
from posture.rules.gcp_projects import PROJECT, STORES, TABLE, inside, project_of
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

LABELLED = gcp(
    "compute:Instance",
    "compute:Address",
    "compute:GlobalAddress",
    "compute:ForwardingRule",
    "compute:GlobalForwardingRule",
    "compute:ExternalVpnGateway",
    "compute:HaVpnGateway",
    "compute:VPNTunnel",
    "compute:InterconnectAttachment",
    "dns:ManagedZone",
    "kms:CryptoKey",
    "alloydb:Instance",
    "cloudrunv2:Service",
    "cloudrunv2:Job",
    "cloudfunctionsv2:Function",
    "container:Cluster",
    "workbench:Instance",
    "vertex:AiEndpoint",
    "modelarmor:Template",
    "networkservices:Gateway",
    "networkconnectivity:Hub",
    "networkconnectivity:Spoke",
    "networkconnectivity:Group",
    "networkconnectivity:ServiceConnectionPolicy",
    "networkmanagement:VpcFlowLogsConfig",
    "networksecurity:AddressGroup",
    "networksecurity:AuthorizationPolicy",
    "networksecurity:AuthzPolicy",
    "networksecurity:ClientTlsPolicy",
    "networksecurity:ServerTlsPolicy",
    "certificatemanager:Certificate",
    "certificatemanager:CertificateIssuanceConfig",
    "certificatemanager:CertificateMap",
    "certificatemanager:CertificateMapEntry",
    "certificatemanager:DnsAuthorization",
    "certificatemanager:TrustConfig",
    "certificateauthority:CaPool",
    "certificateauthority:Authority",
    "eventarc:Trigger",
    "workflows:Workflow",
    "dataproc:Cluster",
    "dataflow:FlexTemplateJob",
    "monitoring:NotificationChannel",
)


@rule(*PROJECT, *STORES, *TABLE, *LABELLED)
def check(look: Look) -> Iterator[Fault]:
    """Decision 0012, "A zone is a project's": a label on what is in it says the same, or is somebody's mistake."""
    own = look.scene.classifier.own(look.urn).zone
    if own is None:
        return
    if look.resource.type in PROJECT:
        yield from _of_a_project(look, own)
        return
    above = project_of(look)
    theirs = above.scene.classifier.zone(above.urn).zone if above is not None else None
    if above is not None and theirs is not None and theirs is not own:
        yield Fault(f"is labelled {own}, though it stands in {above.name} of {theirs}", "labels")


def _of_a_project(look: Look, own: str) -> Iterator[Fault]:
    if own in HOLDERS:
        return
    for one in inside(look):
        if one.resource.type in STORES and one.data_class == DataClass.PHI:
            yield Fault(f"is labelled {own}, which holds no PHI, though {one.name} in it does", "labels")
            return
