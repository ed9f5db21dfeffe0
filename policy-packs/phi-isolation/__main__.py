"""The pack `phi-isolation`: its list stands in `posture/packs/phi-isolation.yaml`."""

from posture.engine.pack import serve

serve("phi-isolation")
