"""Where the templates are, and the MkDocs theme among them (entry point ``mkdocs.themes``)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from jinja2 import TemplateNotFound, TemplateSyntaxError

from generator.errors import BuildError


def templates_dir() -> Path:
    """The page templates: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "templates", package.parent / "templates"):
        if (place / "theme" / "mkdocs_theme.yml").is_file():
            return place
    raise BuildError("the page templates are missing", file=str(package / "templates"), mend="install gongbao again")


def template_place(error: BaseException) -> tuple[str, int | None] | None:
    """File and line of the template in which an error came up, None where it came up in none."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or "a template", error.lineno
    place = None
    at = error.__traceback__
    while at is not None:
        # Jinja gives the frames of a template its file and its lines.
        if "__jinja_template__" in at.tb_frame.f_globals or "__jinja_exception__" in at.tb_frame.f_globals:
            place = at.tb_frame.f_code.co_filename, at.tb_lineno
        at = at.tb_next
    if isinstance(error, TemplateNotFound) and place is None:
        return str(error.name), None
    return place


# MkDocs takes the folder of the file that a theme's module came from; the theme is no module.
LOCATION = SimpleNamespace(__file__=str(templates_dir() / "theme" / "mkdocs_theme.yml"))
