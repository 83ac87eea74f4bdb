"""Answer → one surface each: terminal text, JSON, Slack blocks."""
