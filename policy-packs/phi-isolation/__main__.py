"""The pack `phi-isolation`: a list of theorems, nothing else."""

from posture.engine.pack import serve

serve("phi-isolation", ["phi-exit", "phi-redaction", "dns-closed"])
