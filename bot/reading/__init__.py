"""A clause of a message → one Question: names, codes, years, kinds, and what its thread leaves unsaid."""
