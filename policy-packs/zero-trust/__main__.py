"""The pack `zero-trust`: its list stands in `posture/packs/zero-trust.yaml`."""

from posture.engine.pack import serve

serve("zero-trust")
