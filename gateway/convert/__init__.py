"""Unicode copies of documents and letters: what was legacy text reads as it should, everything else stays as it was."""
