"""From bytes to `Message` (nothing is changed, everything hostile is a value), and the few lines that the gateway puts on top."""
