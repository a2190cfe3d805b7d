"""The plain part of YAML: mappings, lists and scalars, each with its line. No tags, no anchors, no key twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

MAX_DEPTH = 16
_BEYOND = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class YamlProblem(ValueError):
    """What is wrong with a YAML text; ``line`` is 1-based."""

    def __init__(self, problem: str, line: int) -> None:
        self.problem, self.line = problem, line
        super().__init__(f"line {line}: {problem}")


@dataclass(frozen=True)
class Node:
    """A value and its line. ``value`` is a mapping by key, a list, a string as written, or None where empty."""

    value: dict[str, Node] | list[Node] | str | None
    line: int
    key_line: int = 0


def load(text: str) -> Node | None:
    """The document, None where it is empty. Raises YamlProblem."""
    try:
        # Events first: they show tags, anchors and depth before anything is built from them.
        depth = documents = 0
        for event in yaml.parse(text, yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise YamlProblem("there is a second document (---)", line)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise YamlProblem("anchors and aliases (& and *) are not used here", line)
            if tag := getattr(event, "tag", None):
                raise YamlProblem(f"tags ({tag}) are not used here", line)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise YamlProblem("this is nested too deeply", line)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(str(error.problem or error), mark.line + 1 if mark else 1) from None
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0)
        raise YamlProblem("there is a character that YAML does not allow", text.count("\n", 0, at) + 1) from None
    except YamlProblem:
        raise
    except (ValueError, OverflowError):  # PyYAML does not say which number behind \U is too large
        line = text.count("\n", 0, match.start()) + 1 if (match := _BEYOND.search(text)) else 1
        raise YamlProblem("there is an escape that is no character", line) from None
    return None if root is None else _node(root)


def _node(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(item) for item in node.value], line)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Node] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise YamlProblem("a key must be a word", at)
            name = _whole(key.value, at)
            if name in found:
                raise YamlProblem(f"{name} stands twice", at)
            inner = _node(value)
            found[name] = Node(inner.value, inner.line, at)
        return Node(found, line)
    return Node(None if node.tag == "tag:yaml.org,2002:null" else _whole(node.value, line), line)


def _whole(text: str, line: int) -> str:
    """The text with the halves put together that JSON spells a character beyond U+FFFF with.

    U+DC80 to U+DCFF alone stand for bytes of a source that could not be decoded, which a decision may quote.
    """
    whole = _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    if _HALVES.search(whole):
        raise YamlProblem("there is half of a character (\\ud800 to \\udfff)", line)
    return whole
