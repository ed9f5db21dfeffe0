"""What Azure documents beyond the SDK's classes: one module a service or concern."""
