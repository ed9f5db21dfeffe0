"""Where Azure keeps the second copy of what is stored geo-redundantly: the pairs of regions.

Source: Azure documentation, "Azure region pairs and nonpaired regions" (January 2025), "Data redundancy in Azure Storage" (the secondary
region is the primary's pair, and can't be chosen). Pairs are not always mutual: West India's pair is South India, Brazil South's lies in
the United States. A region without a pair offers no geo-redundant storage.
"""

from typing import Final

_MUTUAL: Final = (
    ("eastasia", "southeastasia"),
    ("australiaeast", "australiasoutheast"),
    ("australiacentral", "australiacentral2"),
    ("canadacentral", "canadaeast"),
    ("chinanorth", "chinaeast"),
    ("chinanorth2", "chinaeast2"),
    ("chinanorth3", "chinaeast3"),
    ("northeurope", "westeurope"),
    ("francecentral", "francesouth"),
    ("germanywestcentral", "germanynorth"),
    ("centralindia", "southindia"),
    ("japaneast", "japanwest"),
    ("koreacentral", "koreasouth"),
    ("norwayeast", "norwaywest"),
    ("southafricanorth", "southafricawest"),
    ("swedencentral", "swedensouth"),
    ("switzerlandnorth", "switzerlandwest"),
    ("ukwest", "uksouth"),
    ("eastus", "westus"),
    ("eastus2", "centralus"),
    ("northcentralus", "southcentralus"),
    ("westus2", "westcentralus"),
    ("uaenorth", "uaecentral"),
    ("usdodeast", "usdodcentral"),
    ("usgovtexas", "usgovvirginia"),
)
_ONE_WAY: Final = {
    "brazilsouth": "southcentralus",
    "brazilsoutheast": "brazilsouth",
    "westindia": "southindia",
    "westus3": "eastus",
    "usgovarizona": "usgovtexas",
}
UNPAIRED: Final = frozenset(
    {
        "austriaeast", "belgiumcentral", "chilecentral", "indonesiacentral", "israelcentral", "italynorth", "malaysiawest", "mexicocentral",
        "newzealandnorth", "polandcentral", "qatarcentral", "spaincentral",
    }
)  # fmt: skip
PAIRS: Final[dict[str, str]] = {
    **dict(_MUTUAL),
    **{other: one for one, other in _MUTUAL},
    **_ONE_WAY,
}


def pair_of(region: str) -> str | None:
    """The region in which geo-redundant copies lie; None for one that the table lacks or that has no pair."""
    return PAIRS.get(region)
