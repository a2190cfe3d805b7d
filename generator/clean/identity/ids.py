"""What is known about a report, and the id that is made of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from generator.clean.mentions import bodies, units_in, zone_kinds
from generator.lexicons import groups


@dataclass(frozen=True)
class Identity:
    """What is known about a report; ``published`` is an ISO date: of publication, else of delivery."""

    organ: str | None = None
    region: str | None = None
    year: int | None = None
    published: str | None = None


def report_id(identity: Identity, source_path: str, order: int, pinned: str | None = None) -> str:
    """``nanhu-renda-2025-3f9a``: place, kind of body, year, and four hexadecimal digits of source path and order.

    It depends on nothing but this report, so that it stays when other sources come. Where place or year are not
    known the digits are eight, so that reports without a name do not collide. ``pinned`` is used as it is.
    """
    if pinned:
        return pinned
    path = unicodedata.normalize("NFC", source_path)
    digest = hashlib.sha256(f"{path}\0{order}".encode("utf-8", "surrogatepass")).hexdigest()
    where = _pinyin(_last_place(identity.region)) if identity.region else ""
    kind = _slug(identity.organ)
    known = (where or identity.organ in bodies()[2]) and identity.year
    parts = [where, "" if where.endswith(kind) else kind, str(identity.year or ""), digest[: 4 if known else 8]]
    return "-".join(part for part in parts if part)


def _last_place(region: str) -> str:
    """The name that a region ends with, without its generic part: 浙江省嘉兴市南湖区 → 南湖."""
    spots = list(units_in(region))
    rest = region[spots[-1].end :] if spots else region
    if rest:
        rest = re.sub(rf".*(?:{zone_kinds()})(?=.)", "", rest)
        if not spots:  # a place that the gazetteer does not know: its last part
            rest = re.split("(?<=[省市区县州旗盟])(?=.)", rest)[-1]
            rest = rest[:-1] if len(rest) > 2 and rest[-1] in "省市区县州旗盟" else rest
        name = re.sub("(?:街道|镇|乡|苏木)$", "", rest)
        return name if len(name) > 1 else rest
    return spots[-1].units[0].short


def _slug(organ: str | None) -> str:
    """The kind of body as it stands in ids."""
    if not organ:
        return "baogao"
    pattern, table, _ = bodies()
    found = list(pattern.finditer(organ))
    if found:
        return table[found[-1][0]].slug
    local = (entry.split("\t") for entry in groups("identity-organs")["local"] if not entry.startswith("# "))
    return next((slug for written, _, slug in local if organ.endswith(written)), "jigou")


def _pinyin(name: str) -> str:
    """ASCII letters and digits: 南湖 → nanhu, 绿春 → lvchun."""
    from pypinyin import lazy_pinyin  # a large dictionary: loaded when the first id is made

    readings = dict(entry.split("\t") for entry in groups("identity-readings")[""])
    if name in readings:
        return readings[name]
    return re.sub("[^a-z0-9]", "", "".join(lazy_pinyin(name, v_to_u=False)).lower())
