"""The values that policies speak in, and the engine that asks them all."""
