#!/usr/bin/env python3
"""Prints a page on the Python module from its docstrings, in Markdown: python_reference.py > FILE."""
import inspect
import textwrap

import pullgraph


def wrapped(line):
    """The line in pieces that fit on a page, each indented as it is, and a little more."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, 100, subsequent_indent=indent + "  ", drop_whitespace=bool(line.strip())) or [""]


def shown(name, thing):
    """A function, method or property: signature and docstring, as they stand."""
    try:
        signature = str(inspect.signature(thing)) if callable(thing) else ""
    except ValueError:  # Written in C++: the docstring begins with it.
        signature = ""
    text = inspect.getdoc(thing) or ""
    lines = [f"{name}{signature}", "", *text.splitlines()]
    block = "\n".join("    " + part for line in lines for part in wrapped(line))
    return f"### {name} {{#py_{name.replace('.', '_').lower()}}}\n\n{block}\n"


def of_class(cls, name):
    """A class with all that is public in it."""
    parts = [f"## {name}\n\n{inspect.getdoc(cls) or ''}\n"]
    for member, thing in inspect.getmembers(cls):
        if not member.startswith("_") or member == "__arrow_c_stream__":
            parts.append(shown(f"{name}.{member}", thing))
    return parts


def main():
    """All of it, verbs first."""
    print("# Python reference {#python_reference}\n\nMade from the docstrings. The page [Python](docs/python.md) shows how to begin.\n")
    functions = [n for n in dir(pullgraph) if not n.startswith("_") and inspect.isroutine(getattr(pullgraph, n))]
    print("## Functions\n")
    for name in functions:
        print(shown(name, getattr(pullgraph, name)))
    for name in ("Community", "Answer", "Error"):
        print("\n".join(of_class(getattr(pullgraph, name), name)))
    print("## Kernels\n")
    for name in (n for n in dir(pullgraph.kernels) if not n.startswith("_")):
        thing = getattr(pullgraph.kernels, name)
        print("\n".join(of_class(thing, f"kernels.{name}")) if inspect.isclass(thing) else shown(f"kernels.{name}", thing))


if __name__ == "__main__":
    main()
