"""Documents named in 《…》, and in “关于…的提案”: what kind they are, and who issued them."""

from __future__ import annotations

import re
from functools import cache

from generator.lexicons import groups
from generator.model import Citation, Report

QUOTED_TITLE = re.compile(  # “关于推进黄桃品牌保护的提案”办理中: a document named as one, though without 《》
    r"关于[^“”《》，。；！？]{4,60}的(?:提案|议案|建议案?|意见|决定|决议|报告|通知|办法|方案|倡议书?)"
)
MARKED = re.compile(rf"《(?P<title>(?:[^《》]|《[^《》]*》){{1,100}})》|“(?P<quoted>{QUOTED_TITLE.pattern})”")
ISSUER = re.compile(
    r"(?:^|[，。；、：]|由|以|被|在|贯彻|落实|执行|学习|根据|按照)(?P<issuer>[^，。；、：《》“”\d]{0,16}?"
    r"(?:人大常委会|人大|政协|政府|党委|区委|市委|县委|省委|管委会|国务院|中央|国家|办公厅|办公室|工委|常委会|法院|检察院|发改委|"
    r"[\u4e00-\u9fff]{1,4}(?:代表|委员)))(?:名义)?"
    r"(?:提出的?|先后|又|还|联合|共同|会议)*(?:第[一二三四五六七八九十\d]+次会议)?"
    r"(?P<verb>(?:出台|印发|制定|制订|编制|修订|起草|公布|推出|通过|审议|发布|作出|颁布|下发|并|了|的|提出|先后|审议通过|审议并通过了)*)$"
)


IN_TITLE = re.compile(  # 中共江苏省委关于制定…的建议 names who issued it
    r"^(?:中华人民共和国)?(中共[\u4e00-\u9fff]{1,10}?(?:委|中央|委员会)|(?:中共中央、?)?国务院(?:办公厅)?"
    r"|最高人民(?:法院|检察院)|[\u4e00-\u9fff]{2,10}(?:人民政府|人大常委会)(?:办公[厅室])?)(?=关于|印发)"
)
LEADING = re.compile(r".*(?:贯彻|落实|执行|学习|根据|按照|依据)")
BRACKET = re.compile(r"[（(][^（）()]*[)）]$")


@cache
def _kinds() -> list[tuple[str, str]]:
    """Endings of titles, the longest first, with the kind that each tells."""
    found = [(ending, kind) for kind, endings in groups("extract-citations").items() for ending in endings]
    return sorted(found, key=lambda pair: -len(pair[0]))


def kind_of(title: str, before: str, after: str) -> str:
    """The kind of a document from the end of its title and the words around it."""
    if re.match(r"(?:一文|文章|做法|经验|论文)", after):
        return "article"
    if re.match(r"(?:[^，。]{0,3}(?:栏目|专栏|上?刊[载发登]))|上刊", after):
        return "column"
    if re.match(r"等?[^，。；]{0,3}(?:建议|提案|议案)", after) and not title.endswith(("法", "条例")):
        return "other"
    bare = BRACKET.sub("", title)
    return next((kind for ending, kind in _kinds() if bare.endswith(ending)), "other")


def citations(report: Report) -> list[Citation]:
    """Every title of the paragraphs and cells, in order."""
    rows: list[Citation] = []
    for passage in report.texts:
        text = passage.text
        if "《" not in text and "“关于" not in text:
            continue
        issuer_end, issuer = 0, ""
        for m in MARKED.finditer(text):
            a, b = m.span(m.lastgroup or 0)
            title = text[a:b]
            if text[issuer_end : m.start()].strip("、和与及") and issuer_end != m.start():
                issuer = _issuer(text[max(0, m.start() - 50) : m.start()])
            issuer_end = m.end()
            start, end = passage.raw_span(a, b)
            rows.append(
                Citation(
                    id=f"{report.id}-c{len(rows) + 1}",
                    report=report.id,
                    source=report.source,
                    start=start,
                    end=end,
                    title=title,
                    kind=kind_of(title, text[max(0, m.start() - 20) : m.start()], text[m.end() : m.end() + 12]),  # type: ignore[arg-type]
                    issuer=issuer or _named_in(title),
                    paragraph=passage.target,
                    at=(a, b),
                )
            )
    return rows


def _named_in(title: str) -> str:
    m = IN_TITLE.match(title)
    return m.group(1) if m else ""


def _issuer(before: str) -> str:
    sentence = re.split(r"[。；！？]", before)[-1]
    m = ISSUER.search(sentence)
    return LEADING.sub("", m.group("issuer")) if m else ""
