"""Manifests as text: by the component of the SDK, and by the one that the plugin makes."""

from pulumi_kubernetes import yaml

TEXT = """
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: team}
data: {a: "1"}
---
apiVersion: v1
kind: Namespace
metadata: {name: team}
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Secret
  metadata: {name: key, namespace: team}
  stringData: {key: made for a test}
"""
yaml.v2.ConfigGroup("team", yaml=TEXT)
yaml.ConfigGroup("old", yaml=["apiVersion: v1\nkind: ConfigMap\nmetadata: {name: old}\ndata: {a: '1'}"])
