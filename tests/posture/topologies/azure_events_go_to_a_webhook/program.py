"""New records are announced to a vendor's webhook."""

from pulumi_azure_native import eventgrid

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
eventgrid.EventSubscription(
    "announce",
    scope=records.id,
    event_subscription_name="announce",
    destination={"endpoint_type": "WebHook", "endpoint_url": "https://vendor.example.com/hook"},
)
