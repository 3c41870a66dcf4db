"""How well legacy Vietnamese text is found, named and read: segments made of held-out texts, and cases by hand."""
