"""One reader a resource type; each cloud has a folder."""
