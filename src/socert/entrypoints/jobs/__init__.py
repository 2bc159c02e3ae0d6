"""What runs beside the doors of a server."""
