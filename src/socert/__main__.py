"""`python -m socert` is `socert`."""

from socert.entrypoints.cli import main

if __name__ == "__main__":
    main()
