"""Types that grant roles: each kind of resource has a member, a binding and a policy form.

Source: Pulumi Registry, gcp ("three different resources help you manage your IAM policy": policy, binding, member).
"""

from typing import Final

from posture.readers.gcp.tokens import tokens

_KINDS: Final = """
accesscontextmanager:AccessPolicyIam apigateway:ApiConfigIam apigateway:ApiIam apigateway:GatewayIam apigee:EnvironmentIam
artifactregistry:RepositoryIam beyondcorp:SecurityGatewayApplicationIam beyondcorp:SecurityGatewayIam biglake:HiveCatalogIam
biglake:HiveDatabaseIam biglake:HiveTableIam biglake:IcebergCatalogIam biglake:IcebergNamespaceIam biglake:IcebergTableIam
bigquery:ConnectionIam bigquery:Datapolicyv2DataPolicyIam bigquery:DatasetIam bigquery:RoutineIam bigquery:Iam
bigqueryanalyticshub:DataExchangeIam bigqueryanalyticshub:ListingIam bigquerydatapolicy:DataPolicyIam bigtable:InstanceIam bigtable:TableIam
billing:AccountIam binaryauthorization:AttestorIam certificateauthority:CaPoolIam certificateauthority:CertificateTemplateIam
cloudbuildv2:ConnectionIAM clouddeploy:CustomTargetTypeIam clouddeploy:DeliveryPipelineIam clouddeploy:TargetIam cloudfunctions:FunctionIam
cloudfunctionsv2:FunctionIam cloudrun:Iam cloudrunv2:JobIam cloudrunv2:ServiceIam cloudrunv2:WorkerPoolIam cloudtasks:QueueIam
colab:RuntimeTemplateIam compute:BackendBucketIam compute:BackendServiceIam compute:DiskIam compute:FirewallPolicyIam compute:ImageIam
compute:InstanceIAM compute:InstanceTemplateIam compute:InstantSnapshotIam compute:MachineImageIam compute:NetworkFirewallPolicyIam
compute:RegionBackendBucketIam compute:RegionBackendServiceIam compute:RegionDiskIam compute:RegionInstantSnapshotIam
compute:RegionNetworkFirewallPolicyIam compute:SnapshotIam compute:StoragePoolIam compute:SubnetworkIAM containeranalysis:NoteIam
datacatalog:EntryGroupIam datacatalog:PolicyTagIam datacatalog:TagTemplateIam datacatalog:TaxonomyIam dataform:RepositoryIam
dataplex:AspectTypeIam dataplex:AssetIam dataplex:DataProductIam dataplex:DatascanIam dataplex:EntryGroupIam dataplex:EntryTypeIam
dataplex:GlossaryIam dataplex:LakeIam dataplex:TaskIam dataplex:ZoneIam dataproc:AutoscalingPolicyIam dataproc:ClusterIAM dataproc:JobIAM
dataproc:MetastoreDatabaseIam dataproc:MetastoreFederationIam dataproc:MetastoreServiceIam dataproc:MetastoreTableIam
discoveryengine:SearchEngineIam dns:DnsManagedZoneIam endpoints:ConsumersIam endpoints:ServiceIam eventarc:PipelineIam
folder:IAM gemini:DataAnalyticsDataAgentIam gemini:RepositoryGroupIam gkebackup:BackupPlanIam gkebackup:RestorePlanIam gkehub:FeatureIam
gkehub:MembershipIam gkehub:ScopeIam healthcare:ConsentStoreIam healthcare:DatasetIam healthcare:DicomStoreIam healthcare:FhirStoreIam
healthcare:Hl7StoreIam iam:WorkforcePoolIam iam:WorkloadIdentityPoolIam iap:AgentRegistryAgentIam iap:AgentRegistryEndpointIam
iap:AgentRegistryIam iap:AgentRegistryMcpServerIam iap:AppEngineServiceIam iap:AppEngineVersionIam iap:LocationWebIam
iap:TunnelDestGroupIam iap:TunnelIam iap:TunnelInstanceIAM iap:WebBackendServiceIam iap:WebCloudRunServiceIam
iap:WebForwardingRuleServiceIam iap:WebIam iap:WebRegionBackendServiceIam iap:WebRegionForwardingRuleServiceIam iap:WebTypeAppEngingIam
iap:WebTypeComputeIam kms:CryptoKeyIAM kms:EkmConnectionIam kms:KeyRingIAM logging:LogViewIam networkconnectivity:HubIam
networksecurity:AddressGroupIam organizations:IAM projects:IAM pubsub:SchemaIam pubsub:SubscriptionIAM pubsub:TopicIAM runtimeconfig:ConfigIam
secretmanager:RegionalSecretIam secretmanager:SecretIam securesourcemanager:InstanceIam securesourcemanager:RepositoryIam
securitycenter:InstanceIam securitycenter:SourceIam securitycenter:V2OrganizationSourceIam serviceaccount:IAM servicedirectory:NamespaceIam
servicedirectory:ServiceIam sourcerepo:RepositoryIam spanner:DatabaseIAM spanner:InstanceIAM storage:BucketIAM storage:ManagedFolderIam
tags:TagKeyIam tags:TagValueIam vertex:AiEndpointIam vertex:AiFeatureGroupIam vertex:AiFeatureOnlineStoreFeatureviewIam
vertex:AiFeatureOnlineStoreIam vertex:AiFeatureStoreEntityTypeIam vertex:AiFeatureStoreIam vertex:AiReasoningEngineIam
workbench:InstanceIam workstations:WorkstationConfigIam workstations:WorkstationIam
"""
IAM: Final[dict[str, str]] = {
    token: name.removesuffix("Iam").removesuffix("IAM")
    for name in _KINDS.split()
    for form in ("Member", "Binding", "Policy")
    for token in tokens(f"{name}{form}")
}
"""Type token → what it grants roles on: `storage:Bucket`; `projects:` for a project."""
OTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "cloudrun:": tokens("cloudrun:Service"),
    "bigquery:": tokens("bigquery:Dataset"),
    "spanner:Database": tokens("spanner:Database", "spanner:Instance"),
    "bigtable:Table": tokens("bigtable:Table", "bigtable:Instance"),
    "pubsub:Subscription": tokens("pubsub:Subscription"),
    "storage:ManagedFolder": tokens("storage:Bucket"),
    "compute:Instance": tokens("compute:Instance"),
    "serviceaccount:": tokens("serviceaccount:Account"),
    "dns:DnsManagedZone": tokens("dns:ManagedZone"),
    "logging:LogView": tokens("logging:ProjectBucketConfig", "logging:LogView"),
    "iap:WebBackendService": tokens("compute:BackendService"),
    "iap:WebRegionBackendService": tokens("compute:RegionBackendService"),
    "iap:WebCloudRunService": tokens("cloudrunv2:Service"),
    "iap:TunnelInstance": tokens("compute:Instance"),
}
COMMON: Final = frozenset(
    {"member", "members", "role", "condition", "policyData", "project", "location", "region", "zone", "etag", "id", "pulumiLabels"}
)
