"""The landing zone's stack makes the network, closed."""

import pulumi

from tests.posture.topologies.shared import Network

network = Network("landing", "phi", "10.44.0.0/16", {"a": "10.44.0.0/24", "spare": "10.44.9.0/24"})
pulumi.export("vpc", network.vpc.id)
pulumi.export("subnet", network.subnets["a"].id)
pulumi.export("table", network.table.id)
pulumi.export("spare", network.subnets["spare"].id)
