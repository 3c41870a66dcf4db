"""The SMTP side: sessions, the upstream connection, the spool of a message that comes in."""
