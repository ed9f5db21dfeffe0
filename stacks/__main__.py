"""The one Pulumi program: builds what the selected stack's settings declare, with the SDK of its cloud alone.

It runs under `pulumi up` and as an inline program of the Automation API (`run`) alike.
"""

import sys
from pathlib import Path

# `pulumi` runs this folder as a script, so the checkout itself is not on the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pulumi

from stacks.azure.settings import is_azure
from stacks.azure.tenant_settings import is_tenant
from stacks.gcp.organization_settings import is_gcp_organization
from stacks.gcp.settings import is_gcp
from stacks.organization_settings import is_organization
from stacks.settings import engine_config
from stacks.vault.settings import is_vault


def run() -> None:
    """What `ai-zones:cloud` and `ai-zones:kind` ask for: zones, what stands above them (`organization`, `tenant`), or Vault (`vault`)."""
    config = engine_config()
    if is_vault(config):
        from stacks.vault.program import build as build_vault

        build_vault(pulumi.get_stack(), config)
    elif is_tenant(config):
        from stacks.azure.tenant import build as build_tenant

        build_tenant(pulumi.get_stack(), config)
    elif is_azure(config):
        from stacks.azure.program import program as on_azure

        on_azure()
    elif is_gcp_organization(config):
        from stacks.gcp.organization import build as build_gcp_organization

        build_gcp_organization(pulumi.get_stack(), config)
    elif is_gcp(config):
        from stacks.gcp.program import program as on_gcp

        on_gcp()
    elif is_organization(config):
        from stacks.organization import build as build_organization

        build_organization(pulumi.get_stack(), config)
    else:
        from stacks.program import program as on_aws

        on_aws()


if __name__ == "__main__":
    run()
