"""What the stack's program becomes when somebody opens a road from the PHI subnets to the internet, to fetch updates.

`make demo` previews it on top of the stack that stands, and the packs refuse it. Pulumi.yaml names the program above, so nothing runs this one by accident.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from stacks.azure.settings import is_azure
from stacks.gcp.settings import is_gcp
from stacks.settings import engine_config

if __name__ == "__main__":
    if is_azure(engine_config()):
        from stacks.azure.program import program as azure_program
        from stacks.azure.values import AzureBreak

        azure_program(AzureBreak.NAT_ROUTE)
    elif is_gcp(engine_config()):
        from stacks.gcp.program import program as gcp_program
        from stacks.gcp.values import GcpBreak

        gcp_program(GcpBreak.NAT_ROUTE)
    else:
        from stacks.breaks import nat_route
        from stacks.program import program

        built = program()
        nat_route(built.zones, built.providers)
