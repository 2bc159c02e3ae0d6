"""The ASGI application put together, and running it."""
