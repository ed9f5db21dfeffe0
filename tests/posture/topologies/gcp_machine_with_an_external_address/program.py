"""A machine of the control zone with an external address, open to SSH."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
control = shared.Zone("tower", "control", shared.LLM, "10.61.0.0/24", delete_default_routes_on_create=False)
control.machine("watch", interface={"access_configs": [{}]})
control.firewall("ssh", source_ranges=["0.0.0.0/0"], allows=[{"protocol": "tcp", "ports": ["22"]}])
