"""Programs as people write them, from AWS's documentation; each folder is one, in the format of `tests/posture/topologies`."""
