"""Writes docs/cli.md from the commands themselves: ``python docs/cli_reference.py`` (or ``make docs``)."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import cli

HEAD = """\
# The command line

This page is generated from the commands by `make docs`; a test sees that it is current. `python -m generator` is the
same program as `gongbao`.
"""


def reference() -> str:
    """The page as Markdown."""
    parts = [HEAD, _help("gongbao", cli)]
    for name, command in sorted(cli.commands.items()):
        parts.append(f"## gongbao {name}\n\n{_help(f'gongbao {name}', command)}")
    return "\n".join(parts)


def _help(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, help_option_names=["-h", "--help"])
    return f"```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(reference(), encoding="utf-8")
