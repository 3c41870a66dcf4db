"""Units, people, domains and exceptions: read from the lists in the config folder into the policies' directory."""
