"""Arguments from which the network tests start."""

from typing import Any

from tests.gcp.recording import PLACE


def phi(**changes: Any) -> Any:
    """The strictest PHI network."""
    return {"zone": "phi", **PLACE, "workload_subnet": "10.20.0.0/20", "endpoint_subnet": "10.20.16.0/24", **changes}
