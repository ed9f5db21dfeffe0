"""Buckets of Cloud Storage, and how long records are kept (45 CFR 164.316(b)(2)(i): six years)."""

from typing import Final

from posture.rules.gcp_words import gcp

BUCKET: Final = gcp("storage:Bucket")
DAY: Final = 86_400
YEAR_DAYS: Final = 365
SIX_YEARS_DAYS: Final = 2190
