"""Public access for selected addresses: a vendor's."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account(
    "wardrecords",
    rg,
    public_network_access="Enabled",
    network_rule_set={
        "default_action": "Deny",
        "bypass": "None",
        "ip_rules": [{"i_p_address_or_range": "203.0.113.0/24", "action": "Allow"}],
    },
    allow_shared_key_access=True,
)
