"""What is computed of values, staff counts and letters over items and years."""
