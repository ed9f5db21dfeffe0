"""Pod Security Standards, as Kubernetes' own admission judges them, with a third answer for what only the update tells.

- `breach`: one control that a pod does not keep, or of which that can't be told
- `reading`: values and containers of a pod's spec
- `baseline`: controls of the level `baseline`
- `restricted`: controls that the level `restricted` adds
- `level`: a pod against a whole level
"""
