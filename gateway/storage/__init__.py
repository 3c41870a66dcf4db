"""What must survive: intents, the audit chain, the quarantine.  One database, one blob store, nothing in memory alone."""
