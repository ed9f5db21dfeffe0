"""The egress zone gets out to the approved provider's name alone, by a firewall policy."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
out = shared.Zone("out", "egress", shared.LLM, "10.61.0.0/24", delete_default_routes_on_create=False)
shared.names_only(out, ["api.openai.com"])
