"""Records in an account whose public network access is on."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account(
    "wardrecords",
    rg,
    public_network_access="Enabled",
    network_rule_set={"default_action": "Allow", "bypass": "AzureServices"},
    allow_shared_key_access=True,
)
