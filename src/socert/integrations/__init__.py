"""What lies outside and is spoken to through a room's port."""
