"""Another stack takes the PHI network in as it stands, by its paths."""

import pulumi

from ai_zones.gcp import GcpAdoptedNetwork

there = pulumi.Config("corpus")
firewall, project = there.require("firewall"), "acme-prod-phi"
answers = f"projects/{project}/responsePolicies/{there.require('answers')}"
adopted = GcpAdoptedNetwork(
    "acme-prod-phi-adopted",
    {
        "zone": "phi",
        "network": there.require("network"),
        "workload_subnetwork": there.require("workload"),
        "endpoint_subnetwork": there.require("endpoint"),
        "routes": {"google-apis": f"projects/{project}/global/routes/acme-prod-phi-network-google-apis"},
        "firewall_policy": firewall,
        "firewall_policy_rules": {
            str(priority): f"{firewall}/rules/{priority}" for priority in (1000, 1010, 10000, 10010, 2000000, 2000001)
        },
        "firewall_policy_association": f"{firewall}/associations/acme-prod-phi-network-firewall",
        "managed_zones": {"googleapis": f"projects/{project}/managedZones/acme-prod-phi-network-googleapis-com"},
        "server_policy": f"projects/{project}/policies/acme-prod-phi-network-resolver",
        "response_policy": answers,
        "response_rules": {"nothing-else": f"{answers}/rules/nothing-else"},
    },
)
pulumi.export("network", adopted.network)
