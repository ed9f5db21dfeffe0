"""Endpoints of clusters' control planes, and who may come to them."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OURS, T1, Gcp

_OUTSIDE = {"cidrBlocks": [{"cidrBlock": "203.0.113.0/24", "displayName": "office"}]}
_INSIDE = {"cidrBlocks": [{"cidrBlock": "10.0.0.0/8", "displayName": "ours"}]}


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        pytest.param({}, "violated", id="open"),
        pytest.param(
            {"privateClusterConfig": {"enablePrivateNodes": True, "enablePrivateEndpoint": True}}, "proven", id="private endpoint"
        ),
        pytest.param({"controlPlaneEndpointsConfig": {"ipEndpointsConfig": {"enabled": False}}}, "proven", id="no endpoint by address"),
        pytest.param({"masterAuthorizedNetworksConfig": {}}, "proven", id="nobody is listed"),
        pytest.param({"masterAuthorizedNetworksConfig": _INSIDE}, "proven", id="insiders are listed"),
        pytest.param({"masterAuthorizedNetworksConfig": _OUTSIDE}, "violated", id="outsiders are listed"),
        pytest.param({"masterAuthorizedNetworksConfig": {"gcpPublicCidrsAccessEnabled": True}}, "violated", id="every machine at Google"),
        pytest.param(
            {
                "masterAuthorizedNetworksConfig": {},
                "controlPlaneEndpointsConfig": {"dnsEndpointConfig": {"allowExternalTraffic": True}},
            },
            "violated",
            id="by its name",
        ),
    ],
)
def test_who_may_knock_at_a_control_plane(form: str, more: dict[str, Any], verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network()
    subnet = program.subnet("a", network)
    private = {"privateClusterConfig": {"enablePrivateNodes": True}}
    program.add("container:Cluster", "cluster", location="europe-west1", network=network.id, subnetwork=subnet.id, **{**private, **more})
    assert program.verdicts(form)[T1] == verdict
