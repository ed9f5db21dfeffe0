"""The vendor's own installer, through Pulumi's Automation API.

Source: Pulumi, "Automation API", `pulumi.automation.PulumiCommand.install`: fetches the vendor's install script and runs it
for one version. It has no time limit of its own, and the script retries, so it runs in a process that we can end.
"""

import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from simulator.engine.errors import WayUnavailableError
from simulator.engine.running import run

VENDOR_SITE = "https://get.pulumi.com"

_REACH_SECONDS = 6.0
_INSTALL_SECONDS = 300.0
_INSTALL = (
    "import sys; from pulumi.automation import PulumiCommand; from semver import VersionInfo; "
    "PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))"
)


class OfficialInstaller:
    """Brings the released CLI with its language hosts; needs the vendor's site."""

    name = "official installer"

    def __init__(self, site: str = VENDOR_SITE, python: str = sys.executable) -> None:
        self._site = site
        self._python = python

    def make(self, scratch: Path, version: str, environment: Mapping[str, str]) -> Path:
        """Install into `scratch`; the answer is the folder that holds `pulumi`."""
        self._reach()
        run(
            [self._python, "-c", _INSTALL, scratch / "official", version],
            timeout_seconds=_INSTALL_SECONDS,
            cwd=scratch,
            environment=environment,
        )
        return scratch / "official" / "bin"

    def _reach(self) -> None:
        """A machine without that road should lose seconds, not minutes: one short request, through the user's proxy if any."""
        request = urllib.request.Request(self._site, method="HEAD")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_REACH_SECONDS):  # noqa: S310
                return
        except urllib.error.HTTPError:
            return  # The site answered; what it says to a HEAD request does not matter.
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "reason", None) or fault
            raise WayUnavailableError(f"{self._site} is out of reach: {reason}") from None
