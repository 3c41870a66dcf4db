"""SMTP on both sides: sessions with clients, live transactions with the upstream."""
