"""The pack `hipaa`: its list stands in `posture/packs/hipaa.yaml`."""

from posture.engine.pack import serve

serve("hipaa")
