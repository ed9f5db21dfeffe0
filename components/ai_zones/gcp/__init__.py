"""Components for Google Cloud."""

__all__: list[str] = []
