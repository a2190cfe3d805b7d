"""``gongbao accept``: a name of figures is one of an entry of the catalogue, and stays so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from generator.errors import GongbaoError
from generator.relate.accept import accept
from generator.relate.catalogue import FILE, built_in, read_catalogue


def accepted(sources: Path, measure: str, entry_id: str) -> str:
    """Accept the name; what was done, in a line. A project without a catalogue gets a copy of the built-in one."""
    path = sources.absolute().parent / FILE
    began = not os.path.lexists(path)
    if began:
        read_catalogue(built_in())
        shutil.copyfile(built_in(), path)
    try:
        line = accept(path, measure, entry_id)
    except GongbaoError:
        if began:
            path.unlink()
        raise
    note = " (a copy of the built-in catalogue, new)" if began else ""
    return f"{path}{note}: {line}\n"
