"""The pack `zero-trust`: a list of theorems, nothing else."""

from posture.engine.pack import serve

serve("zero-trust", ["zone-segmentation", "egress-inspection"])
