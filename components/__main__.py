"""Serves the components to every Pulumi language: TypeScript, Go, C#, Java, YAML.

`pulumi package add <this folder>` makes an SDK of them. `AwsZones` is not among them: it takes providers, which only a program can hold.
Source: Pulumi documentation, "Build a component", "Component provider host".
"""

from importlib.metadata import version

from pulumi.provider.experimental import component_provider_host

from ai_zones.aws import (
    AwsAccountBaseline,
    AwsAdoptedHubFirewall,
    AwsAdoptedLogArchive,
    AwsAdoptedNetwork,
    AwsAdoptedPrivateZone,
    AwsAlarmTopic,
    AwsAuditTrail,
    AwsBackups,
    AwsClinicalStore,
    AwsDatabaseLinkConsumer,
    AwsDatabaseLinkProducer,
    AwsEgressNetwork,
    AwsLogArchive,
    AwsOrganizationFeatures,
    AwsOrganizationGuardrails,
    AwsOrganizationUnits,
    AwsPeerGateway,
    AwsPeerLink,
    AwsPeopleAccess,
    AwsPhiDatabase,
    AwsPhiStore,
    AwsServiceEndpoints,
    AwsServiceLinkAcceptance,
    AwsServiceLinkConsumer,
    AwsServiceLinkProducer,
    AwsThreatDetection,
    AwsVerifiedAccess,
    AwsZoneKey,
    AwsZoneNetwork,
)

COMPONENTS = [
    AwsAccountBaseline,
    AwsAdoptedHubFirewall,
    AwsAdoptedLogArchive,
    AwsAdoptedNetwork,
    AwsAdoptedPrivateZone,
    AwsAlarmTopic,
    AwsAuditTrail,
    AwsBackups,
    AwsClinicalStore,
    AwsDatabaseLinkConsumer,
    AwsDatabaseLinkProducer,
    AwsEgressNetwork,
    AwsLogArchive,
    AwsOrganizationFeatures,
    AwsOrganizationGuardrails,
    AwsOrganizationUnits,
    AwsPeerGateway,
    AwsPeerLink,
    AwsPeopleAccess,
    AwsPhiDatabase,
    AwsPhiStore,
    AwsServiceEndpoints,
    AwsServiceLinkAcceptance,
    AwsServiceLinkConsumer,
    AwsServiceLinkProducer,
    AwsThreatDetection,
    AwsVerifiedAccess,
    AwsZoneKey,
    AwsZoneNetwork,
]

if __name__ == "__main__":
    component_provider_host(name="ai-zones", components=COMPONENTS, version=version("ai-zones"))
