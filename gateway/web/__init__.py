"""What the console's process serves over HTTP."""
