"""Small grammars over the text of a question: folding, fiscal years, item codes, numbers, name keys."""
