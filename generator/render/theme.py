"""Where the templates are, and the MkDocs theme among them (entry point ``mkdocs.themes``)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from generator.errors import BuildError


def templates_dir() -> Path:
    """The page templates: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "templates", package.parent / "templates"):
        if (place / "theme" / "mkdocs_theme.yml").is_file():
            return place
    raise BuildError("the page templates are missing", file=str(package / "templates"), mend="install gongbao again")


# MkDocs takes the folder of the file that a theme's module came from; the theme is no module.
LOCATION = SimpleNamespace(__file__=str(templates_dir() / "theme" / "mkdocs_theme.yml"))
