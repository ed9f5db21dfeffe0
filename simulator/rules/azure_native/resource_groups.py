"""Resource groups.

Sources: Azure documentation, "Naming rules and restrictions for Azure resources" (Microsoft.Resources), "Manage Azure resource groups"; Azure
REST API reference, Resource Groups - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Fault, Length, Pattern, Properties, Rules
from simulator.rules.azure_native.kinds import RESOURCE_GROUP
from simulator.rules.azure_native.names import SOURCE

_MANAGE = "Azure documentation, 'Manage Azure resource groups by using the Azure portal'"

group = Rules(
    RESOURCE_GROUP,
    source=f"Azure REST API reference, Resource Groups - Create Or Update; {SOURCE}, Microsoft.Resources",
    checks=(
        Pattern(
            "resourceGroupName",
            r"[\w().-]{0,89}[\w()-]",
            source=f"{SOURCE}, Microsoft.Resources",
            saying="1 to 90 letters, digits, underscores, parentheses, hyphens and periods; it does not end with a period",
        ),
        Length("tags", 0, 50, source="Azure documentation, 'Use tags to organize your Azure resources and management hierarchy'"),
    ),
    outputs={"properties": {"provisioningState": "Succeeded"}},
)


@group.check(source=_MANAGE, even_unknown=True)
def stands_somewhere(inputs: Properties) -> Iterator[Fault]:
    """A group has a location: 'the resource group stores metadata about the resources'."""
    if inputs.get("location") is None:
        yield "location", "is required: set azure-native:location, or location of the group, such as 'westeurope'"
