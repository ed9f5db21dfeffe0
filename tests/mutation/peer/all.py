"""The peers of a run, and what the page says of each, also of those that could not run."""

from collections.abc import Callable, Mapping

from tests.mutation.base import AWS
from tests.mutation.peer import checkov, checkov_install, guard, install
from tests.mutation.run import Peer

AWSGUARD, CHECKOV = "awsguard", "checkov"
_RULE = "it catches a mutant when it reports at what was changed, or at what that refers to, what it does not report there on the base."
_TOLD = {
    AWSGUARD: f"awsguard 0.3.1, all 26 policies mandatory, judges the same bases and mutants (state form) in the same run; {_RULE}",
    CHECKOV: (
        "checkov 3.3.30, all its checks of Terraform and of Terraform's graph, judges the same bases and mutants in the same run, each state "
        f"written as Terraform with its references; {_RULE} Where nothing of a change can be written in Terraform, it is not asked."
    ),
}
_INSTALLS: Mapping[str, Callable[[], object]] = {AWSGUARD: install.installed, CHECKOV: checkov_install.installed}
_STARTS: Mapping[str, Callable[[], Peer]] = {AWSGUARD: guard.start, CHECKOV: checkov.start}


def peers(cloud: str, unwanted: bool = False) -> tuple[dict[str, Callable[[], Peer]], dict[str, str]]:
    """Those that can be started, and what is to be said of each: that it ran, or why not."""
    if cloud != AWS:
        return {}, {AWSGUARD: "No peer was run: awsguard knows AWS alone."}
    starts: dict[str, Callable[[], Peer]] = {}
    told: dict[str, str] = {}
    for name, install_it in _INSTALLS.items():
        if unwanted:
            told[name] = f"{name} was not run."
            continue
        try:
            install_it()
        except install.NoPeerError as error:
            told[name] = f"{name} was not run: {error}."
        else:
            starts[name], told[name] = _STARTS[name], _TOLD[name]
    return starts, told
