"""How answers say things, and about which items they are."""
