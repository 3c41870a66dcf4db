"""What is known about Vietnamese text: encodings, syllables, folding, the parts of an official document."""
