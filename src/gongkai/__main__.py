"""``python -m gongkai`` is ``gongkai``."""

from gongkai.config.cli import main

if __name__ == "__main__":
    main()
