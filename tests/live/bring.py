"""Brings the servers that the live tests need, where they are not there yet: `make servers`.

Before the tests, where one sees it happen and no test's time limit runs. What can't be brought is said, with its reason, and does not stop
the others: its tests are skipped and counted apart.
"""

import os
import sys
from collections.abc import Callable

from simulator.clusters import ServersUnavailableError
from simulator.clusters.definitions import definitions
from simulator.clusters.policy_controller import policy_controller
from simulator.clusters.programs import cert_manager_program, cluster_programs
from tests.live import cyclonus

_WAYS: dict[str, Callable[[], object]] = {
    "etcd, kube-apiserver and kube-controller-manager": cluster_programs,
    "definitions of Istio, cert-manager and Sigstore": lambda: list(definitions(dict(os.environ))),
    "cert-manager": cert_manager_program,
    "Sigstore's policy controller": policy_controller,
    "cyclonus": cyclonus.find,
}


def main() -> int:
    """Always 0: what a machine can't have is no fault of it."""
    for what, bring in _WAYS.items():
        try:
            bring()
        except (ServersUnavailableError, cyclonus.MissingError) as fault:
            sys.stderr.write(f"servers: no {what} here, its tests will be skipped: {fault}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
