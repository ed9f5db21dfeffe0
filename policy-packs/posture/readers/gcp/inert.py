"""Types that move nothing and filter nothing by themselves, or that are read with others.

Sources: the overview page of each service in Google Cloud's documentation.
"""

from posture.readers.gcp.tokens import tokens
from posture.readers.registry import READERS, inert


def _quiet(reason: str, names: str) -> None:
    inert(reason, *(token for token in tokens(*names.split()) if token not in READERS))


_quiet(
    "Gives an address, a translation or a session to what is read elsewhere; the route to the internet decides ('Cloud NAT overview': NAT needs "
    "a route to the default internet gateway)",
    """compute:Router compute:RouterNat compute:RouterNatAddress compute:RouterInterface compute:Address compute:GlobalAddress
    compute:HaVpnGateway compute:VPNGateway compute:ExternalVpnGateway compute:Interconnect compute:InterconnectGroup
    compute:InterconnectAttachmentGroup compute:RouterNamedSet compute:RouterRoutePolicy networkconnectivity:Hub networkconnectivity:Group
    networkconnectivity:InternalRange compute:SharedVPCHostProject
    servicenetworking:Connection servicenetworking:PeeredDnsDomain servicenetworking:VpcServiceControls
    compute:PublicAdvertisedPrefix compute:PublicDelegatedPrefix""",
)
_quiet(
    "Sets a project, a name or a role up; who has which role is read with the resources that grant it ('Resource hierarchy', 'Service Usage')",
    """organizations:Project organizations:Folder organizations:IAMCustomRole projects:IAMCustomRole projects:Service projects:ServiceIdentity
    organizations:ServiceIdentity folder:ServiceIdentity projects:DefaultServiceAccounts projects:IAMAuditConfig
    organizations:IamAuditConfig folder:IamAuditConfig projects:IamMemberRemove organizations:AccessApprovalSettings
    projects:AccessApprovalSettings folder:AccessApprovalSettings essentialcontacts:Contact billing:Budget tags:TagKey tags:TagValue
    tags:TagBinding tags:LocationTagBinding resourcemanager:Lien cloudquota:SQuotaPreference serviceusage:ConsumerQuotaOverride
    iam:WorkforcePool iam:WorkforcePoolProvider compute:ProjectDefaultNetworkTier compute:ProjectCloudArmorTier
    compute:ProjectMetadata compute:ProjectMetadataItem""",
)
_quiet(
    "A guardrail: it forbids what a program may do, and opens nothing ('Organization Policy Service overview', 'IAM deny policies')",
    """orgpolicy:Policy orgpolicy:CustomConstraint projects:OrganizationPolicy folder:OrganizationPolicy organizations:Policy iam:DenyPolicy
    iam:PrincipalAccessBoundaryPolicy iam:ProjectsPolicyBinding iam:FoldersPolicyBinding iam:OrganizationsPolicyBinding
    iam:AccessBoundaryPolicy binaryauthorization:Policy binaryauthorization:Attestor privilegedaccessmanager:Settings
    modelarmor:Template modelarmor:Floorsetting accesscontextmanager:AccessPolicy accesscontextmanager:GcpUserAccessBinding accesscontextmanager:AccessLevelCondition
    securityposture:Posture securityposture:PostureDeployment""",
)
_quiet(
    "Watches, or decides how something answers; what it answers for is read there ('Health checks overview', 'Cloud Armor', 'Certificates')",
    """compute:HealthCheck compute:RegionHealthCheck compute:HttpHealthCheck compute:HttpsHealthCheck compute:SecurityPolicy
    compute:SecurityPolicyRule compute:RegionSecurityPolicy compute:RegionSecurityPolicyRule compute:SSLCertificate compute:SSLPolicy
    compute:RegionSslCertificate compute:RegionSslPolicy compute:ManagedSslCertificate compute:MangedSslCertificate compute:Autoscaler
    compute:RegionAutoscaler compute:ResourcePolicy compute:ResourcePolicyAttachment compute:DiskResourcePolicyAttachment
    compute:RegionDiskResourcePolicyAttachment compute:Reservation compute:RegionCommitment compute:NodeGroup compute:NodeTemplate
    compute:InstanceGroupNamedPort compute:AttachedDisk compute:InstanceSettings certificatemanager:Certificate
    certificatemanager:CertificateMap certificatemanager:CertificateMapEntry certificatemanager:DnsAuthorization
    certificatemanager:CertificateIssuanceConfig certificatemanager:TrustConfig certificateauthority:CaPool certificateauthority:Authority
    certificateauthority:Certificate certificateauthority:CertificateTemplate networksecurity:AddressGroup networksecurity:SecurityProfile
    networksecurity:SecurityProfileGroup networksecurity:TlsInspectionPolicy networksecurity:ServerTlsPolicy networksecurity:ClientTlsPolicy
    networksecurity:FirewallEndpoint networksecurity:FirewallEndpointAssociation networksecurity:AuthzPolicy
    networksecurity:AuthorizationPolicy monitoring:Dashboard monitoring:MetricDescriptor monitoring:Group
    monitoring:Slo monitoring:CustomService monitoring:GenericService logging:Metric logging:LogView logging:LinkedDataset
    logging:ProjectExclusion logging:FolderExclusion logging:OrganizationExclusion logging:BillingAccountExclusion
    dataloss:PreventionInspectTemplate dataloss:PreventionDeidentifyTemplate
    networkmanagement:ConnectivityTest networkmanagement:VpcFlowLogsConfig containeranalysis:Note""",
)
_quiet(
    "A part of a store or key, which is read as one with it ('Cloud SQL', 'Cloud Storage', 'Cloud KMS', 'BigQuery', 'Pub/Sub', 'Secret Manager')",
    """sql:Database sql:User sql:SslCert sql:SourceRepresentationInstance kms:CryptoKeyVersion kms:SecretCiphertext kms:AutokeyConfig
    kms:KeyHandle kms:EkmConnection storage:BucketObject storage:Folder storage:ManagedFolder storage:HmacKey
    secretmanager:SecretVersion secretmanager:RegionalSecretVersion alloydb:User spanner:Database pubsub:Schema bigquery:Routine
    bigquery:Reservation bigquery:ReservationAssignment bigquery:CapacityCommitment datacatalog:Taxonomy datacatalog:PolicyTag
    bigquerydatapolicy:DataPolicy bigquery:RowAccessPolicy bigtable:AppProfile bigtable:Table bigtable:GCPolicy firestore:Index firestore:Field
    firestore:BackupSchedule spanner:BackupSchedule artifactregistry:VpcscConfig compute:Snapshot#none""".replace(
        " compute:Snapshot#none", ""
    ),
)
