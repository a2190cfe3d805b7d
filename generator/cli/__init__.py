"""The command line: ``gongbao``, and ``python -m generator``."""

from generator.cli.program import cli, main

__all__ = ["cli", "main"]
