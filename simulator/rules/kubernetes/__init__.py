"""What the API server refuses beyond the shape of a manifest, by kind; what all kinds obey stands in `metadata.py` and `syntax.py`."""
