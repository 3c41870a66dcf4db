"""The settings: where each comes from, what is allowed, and every mistake told at once."""
