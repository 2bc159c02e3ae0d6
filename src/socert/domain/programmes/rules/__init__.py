"""Reading a programme file, finding every mistake in it, and the text its hash is taken of. Pure."""
