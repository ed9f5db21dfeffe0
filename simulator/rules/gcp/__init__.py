"""What Google Cloud's types do beyond what `simulator/packages/gcp.py` says of all of them."""
