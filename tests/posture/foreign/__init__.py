"""Programs that nobody wrote for zones, in the shapes of public examples: what the judge makes of them by tags, by names, by neither."""
