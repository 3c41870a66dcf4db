"""What shows that a file is the signed and sealed original, or its scan: pictures of pages, digital signatures (Điều 4.4a)."""
