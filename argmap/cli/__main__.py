"""`python -m argmap.cli`."""

from argmap.cli.app import main

if __name__ == "__main__":
    main()
