"""Writes docs/errors.md, every message with its remedy, from the code: ``python docs/error_reference.py``."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator import errors

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.GongbaoError) and kind is not errors.Problems
}
HEAD = """\
# What can go wrong, and how to mend it

This page is generated from the code by `make docs`; a test sees that it is current. A message begins with the file and,
where it is known, the line; what stands after the semicolon is the remedy. `…` is what differs from case to case.
"""


class Message(NamedTuple):
    """A problem as the code says it; ``mend`` is empty where it says no remedy."""

    kind: str
    module: str
    line: int
    problem: str
    mend: str


def messages() -> list[Message]:
    """Every error that the program makes, by module and line."""
    found = []
    for path in sorted((ROOT / "generator").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = path.relative_to(ROOT).as_posix()
        found += _in_module(tree, module)
        if module == "generator/errors.py":
            found += (Message("BuildError", module, 0, *words) for words in errors.REMEDIES.values())
    return found


def _in_module(tree: ast.Module, module: str) -> Iterator[Message]:
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef | ast.Module | ast.ClassDef):
            continue
        for call in _own(scope):
            if isinstance(call, ast.Call) and (made := _made(call, scope, module)):
                yield made


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope that stand in no smaller one."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from _own(child)


def _made(call: ast.Call, scope: ast.AST, module: str) -> Message | None:
    """A construction of an error, or a report of one: ``report.add(problem, line, mend)``."""
    name = ast.unparse(call.func)
    given = {k.arg: k.value for k in call.keywords if k.arg}
    if name in KINDS or name == "error":
        if not call.args or (name == "error" and not given.keys() & {"file", "mend"}):
            return None
        problem, mend = call.args[0], given.get("mend")
    elif name in ("report.add", "self.add") and len(call.args) + len(given) >= 3:
        named = [*call.args, None, None, None]
        problem, mend = named[0] or given["problem"], named[2] or given.get("mend")
        if isinstance(problem, ast.Name) and not _assigned(problem.id, scope):
            return None
    else:
        return None
    if isinstance(problem, ast.Attribute) or (isinstance(problem, ast.Name) and not _assigned(problem.id, scope)):
        return None  # passed on from where it is made
    kind = name if name in KINDS else "SidecarError" if "sidecar" in module else "GongbaoError"
    return Message(kind, module, call.lineno, _words(problem, scope), _words(mend, scope) if mend else "")


def _assigned(name: str, scope: ast.AST) -> list[ast.expr]:
    return [
        node.value
        for node in _own(scope)
        if isinstance(node, ast.Assign) and any(ast.unparse(t) == name for t in node.targets)
    ]


def _words(node: ast.expr, scope: ast.AST) -> str:
    """The text of an expression, with … for what is known only when it happens."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part, scope) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _words(node.left, scope) + _words(node.right, scope)
    if isinstance(node, ast.IfExp):
        return " / ".join(filter(None, (_words(node.body, scope), _words(node.orelse, scope))))
    if isinstance(node, ast.Name) and (values := _assigned(node.id, scope)):
        return " / ".join(dict.fromkeys(_words(value, scope) for value in values))
    return "…"


def reference() -> str:
    """The page as Markdown."""
    rooms: dict[str, list[Message]] = defaultdict(list)
    for message in messages():
        rooms[message.module].append(message)
    parts = [HEAD]
    for module, found in rooms.items():
        rows = dict.fromkeys(f"| {_cell(m.problem)} | {_cell(m.mend)} | `{m.kind}` |" for m in found)
        parts.append(f"## {module}\n\n| message | remedy | class |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


if __name__ == "__main__":
    Path(__file__).with_name("errors.md").write_text(reference(), encoding="utf-8")
