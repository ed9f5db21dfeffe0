"""The names of the theorems, as policies, waivers and reports call them."""

from typing import Final

PHI_EXIT: Final = "phi-exit"
PHI_REDACTION: Final = "phi-redaction"
EGRESS_INSPECTION: Final = "egress-inspection"
ZONE_SEGMENTATION: Final = "zone-segmentation"
DNS_CLOSED: Final = "dns-closed"

THEOREMS: Final = (PHI_EXIT, PHI_REDACTION, EGRESS_INSPECTION, ZONE_SEGMENTATION, DNS_CLOSED)
"""T1 to T5."""
