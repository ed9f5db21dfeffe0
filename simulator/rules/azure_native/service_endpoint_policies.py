"""Service endpoint policies.

Sources: Azure documentation, "Azure virtual network service endpoint policies for Azure Storage" (one definition a service, resources are accounts,
resource groups or subscriptions, aliases only for Global; the subnet has the service endpoint); Azure REST API reference, Service Endpoint
Policies, Service Endpoint Policy Definitions - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Length, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, GUID_ANSWER
from simulator.rules.azure_native.ids import given, id_in, last, listed, own_id, parent, same
from simulator.rules.azure_native.inline import Inline, lists
from simulator.rules.azure_native.kinds import SERVICE_ENDPOINT_POLICY, SERVICE_ENDPOINT_POLICY_DEFINITION, SUBNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.subnets import subnet
from simulator.values import at

_POLICIES = "Azure documentation, 'Azure virtual network service endpoint policies for Azure Storage'"
SERVICES = ("Microsoft.Storage", "Global")

policy = Rules(
    SERVICE_ENDPOINT_POLICY,
    source=f"Azure REST API reference, Service Endpoint Policies - Create Or Update; {_POLICIES}",
    checks=(network_name("serviceEndpointPolicyName"), choice("serviceEndpointPolicyDefinitions[*].service", *SERVICES, source=_POLICIES)),
    outputs={**GUID_ANSWER, "kind": "", "subnets": []},
)

definition = Rules(
    SERVICE_ENDPOINT_POLICY_DEFINITION,
    source=f"Azure REST API reference, Service Endpoint Policy Definitions - Create Or Update; {_POLICIES}",
    checks=(
        network_name("serviceEndpointPolicyDefinitionName"),
        choice("service", *SERVICES, source=_POLICIES),
        Length("description", 0, 140, source="Azure REST API reference, Service Endpoint Policy Definitions - Create Or Update"),
    ),
    outputs=ANSWER,
)


def part_faults(part: Properties, path: str = "") -> Iterator[Fault]:
    """What is wrong with a definition, made apart or written into its policy."""
    if not given(part.get("serviceResources")):
        yield f"{path}serviceResources", "at least one resource must be given"
    shared = is_(part.get("service"), "Global")
    for where, text in at(part, "serviceResources[*]"):
        if not isinstance(text, str) or part.get("service") is UNKNOWN:
            continue
        alias = text.lower().startswith("/services/azure/")
        if shared and not alias:
            yield path + where, f"{text!r} is not an alias such as /services/Azure, which Global takes"
        elif not shared and not text.lower().startswith("/subscriptions/"):
            yield path + where, f"{text!r} is not the id of a storage account, a resource group or a subscription"


@definition.check(source=_POLICIES, even_unknown=True)
def resources_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Accounts, groups and subscriptions; aliases for Global."""
    yield from part_faults(inputs)


@policy.check(source=_POLICIES, even_unknown=True)
def definitions_are_sound(inputs: Properties) -> Iterator[Fault]:
    """The same of definitions written into the policy."""
    for i, one in enumerate(listed(inputs.get("serviceEndpointPolicyDefinitions"))):
        if not given(one.get("name")):
            yield f"serviceEndpointPolicyDefinitions[{i}].name", "is required"
        yield from part_faults(one, f"serviceEndpointPolicyDefinitions[{i}].")


_DEFINITIONS = Inline(
    "serviceEndpointPolicyDefinitions",
    SERVICE_ENDPOINT_POLICY_DEFINITION,
    "Microsoft.Network/serviceEndpointPolicies/serviceEndpointPolicyDefinitions",
    lambda action, given: dict(given),
)
lists(policy, _DEFINITIONS)


@policy.on_read
def who_obeys(action: Action) -> None:
    """Subnets with this policy."""
    found = [
        one
        for one in action.find_anywhere(SUBNET)
        if any(same(value, action.id) for _, value in at(one.outputs, "serviceEndpointPolicies[*].id"))
    ]
    action.outputs["subnets"] = [{"id": one.id} for one in found]


@subnet.before("create")
@subnet.before("update")
def endpoint_goes_with_policy(action: Action) -> None:
    """'Service endpoint policies can be applied to a subnet with service endpoints of the policy's service.'"""
    services = {str(one.get("service")).lower() for one in listed(action.inputs.get("serviceEndpoints"))}
    for one in listed(action.inputs.get("serviceEndpointPolicies")):
        if not any(name.startswith("microsoft.storage") for name in services):
            action.refuse(
                "ServiceEndpointPolicyRequiresServiceEndpoint",
                f"{last(own_id(action))} of {last(parent(own_id(action)))}: policy {id_in(one)} needs a service endpoint for Microsoft.Storage",
            )
