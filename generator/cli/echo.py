"""The one way from this program to a terminal or a log."""

from __future__ import annotations

import click

from generator.visible import visible_lines


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print lines on stdout, or on stderr; what a terminal would obey, or not show, is shown as an escape."""
    click.echo(visible_lines(text), err=err, nl=nl)
