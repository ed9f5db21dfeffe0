"""What the stack's program on Google Cloud becomes while its perimeters only report, and somebody has been granted what none of their rules lets in.

`make demo CLOUD=gcp` previews it on top of the stack that stands, and `posture perimeters` says what enforcing changes and which calls it refuses.
Pulumi.yaml names the program above, so nothing runs this one by accident.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pulumi
import pulumi_gcp

from ai_zones.plan import ZoneName
from stacks.errors import PROJECT
from stacks.gcp.program import program
from stacks.settings import engine_config

if __name__ == "__main__":
    pulumi.runtime.set_config(f"{PROJECT}:perimeter_mode", "dry-run")
    built = program()
    projects = json.loads(engine_config()[f"{PROJECT}:projects"])
    pulumi_gcp.projects.IAMMember(
        "trying-dashboard",
        project=projects["phi"],
        role="roles/monitoring.viewer",
        member=f"serviceAccount:dashboard@{projects['control']}.iam.gserviceaccount.com",
        opts=pulumi.ResourceOptions(provider=built.providers[ZoneName.PHI], depends_on=[built.zones]),
    )
