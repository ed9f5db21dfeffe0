"""The stack of a cluster: what stands in it, beside the stack that builds it: `ai-zones:cloud: kubernetes`."""
