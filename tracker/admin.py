"""The desk, where Django looks for it: each module registers its own."""

from tracker.desk import accounts, officials, sources, statements, topics, verifications

__all__ = ["accounts", "officials", "sources", "statements", "topics", "verifications"]
