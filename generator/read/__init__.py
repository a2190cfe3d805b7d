"""Reading: bytes to text that encodes back to the same bytes, and what people decided beside it."""

from generator.read.answer import Answers
from generator.read.frontmatter import FrontMatter, front_matter
from generator.read.markdown import MarkdownView, markup
from generator.read.sidecar import Article, Decision, Facts, Sidecar, resolve
from generator.read.source import MAX_SIZE, decode, read_own, read_source

__all__ = [
    "MAX_SIZE",
    "Answers",
    "Article",
    "Decision",
    "Facts",
    "FrontMatter",
    "MarkdownView",
    "Sidecar",
    "decode",
    "front_matter",
    "markup",
    "read_own",
    "read_source",
    "resolve",
]
