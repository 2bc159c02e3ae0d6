"""What one may ask: verify everything, read the books."""
