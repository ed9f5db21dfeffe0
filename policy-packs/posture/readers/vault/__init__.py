"""Readers of Vault and OpenBao programs (Pulumi's vault package)."""
