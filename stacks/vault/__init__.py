"""The stack of certificates, identities and short-lived credentials: `ai-zones:cloud: vault`."""
