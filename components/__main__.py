"""Serves the components to every Pulumi language: TypeScript, Go, C#, Java, YAML.

`pulumi package add <this folder>` makes an SDK of them: of every component that a cloud's package exports. `AwsZones`, `AzureZones` and
`GcpZones` are not among them: they take providers, which only a program can hold; nor is `KubernetesPlanFlows`, which takes a plan.
Source: Pulumi documentation, "Build a component", "Component provider host".
"""

from importlib.metadata import version

import pulumi
from pulumi.provider.experimental import component_provider_host

from ai_zones import aws, azure, gcp, kubernetes, vault

PYTHON_ONLY = (aws.AwsZones, azure.AzureZones, gcp.GcpZones, kubernetes.KubernetesPlanFlows)

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    exported
    for cloud in (aws, azure, gcp, kubernetes, vault)
    for name in cloud.__all__
    if isinstance(exported := getattr(cloud, name), type) and issubclass(exported, pulumi.ComponentResource) and exported not in PYTHON_ONLY
]

if __name__ == "__main__":
    component_provider_host(name="ai-zones", components=COMPONENTS, version=version("ai-zones"))
