"""Reading YAML with paths and lines, and asking for what should stand there. Pure."""
