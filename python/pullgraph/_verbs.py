# SPDX-License-Identifier: Apache-2.0
"""A function for every verb, made from what the verb declares."""

import datetime
import inspect
import keyword
import os
import tempfile

from . import _core
from ._answer import Answer
from ._errors import UsageError, check

# Of the command alone: how it prints.
_HIDDEN = {"--format", "--wide", "--quiet", "--estimate"}
# Verbs that write files for people or programs, not answers.
_LEFT_OUT = {"cat", "reference"}


def python_name(option_or_verb):
    """'--max-hops' and 'import csv' as Python has them: max_hops, import_csv."""
    name = option_or_verb.split(",")[-1].lstrip("-").replace("-", "_").replace(" ", "_").lower()
    return name + "_" if keyword.iskeyword(name) else name


def _text(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        if isinstance(value, datetime.datetime) and value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return value.isoformat()
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def _many(value):
    return [value] if isinstance(value, (str, bytes, os.PathLike)) or not hasattr(value, "__iter__") else list(value)


class Verb:
    """One verb and the arguments that it takes."""

    def __init__(self, about):
        self.name = about["name"]
        self.python_name = python_name(self.name)
        self.about = about
        self.options = {}
        self.positional = {}
        for o in about["options"]:
            if o["name"].split(",")[-1] in _HIDDEN:
                continue
            (self.positional if o["is_positional"] else self.options)[python_name(o["name"])] = o
        # About one community, which is in memory or in a file.
        self.reads_community = "file" in self.positional and not self.positional["file"]["repeated"]
        output = self.options.get("output")
        self.makes_community = output is not None and "Community file to write" in output["about"]
        if not self.makes_community and about["columns"]:
            self.options.pop("output", None)

    def words(self, positional, keywords):
        """The words behind the verb, as the command has them."""
        words = []
        for name, value in keywords.items():
            o = self.options[name]
            flag = o["name"].split(",")[-1]
            if value is None or value is False:
                continue
            if o["is_flag"]:
                words.append(flag)
                continue
            for one in _many(value) if o["repeated"] else [value]:
                words.append(f"{flag}={_text(one)}")
        words.append("--")
        for name, value in positional.items():
            if value is not None:
                words.extend(map(_text, _many(value)))
        return words

    def signature(self, as_method=False):
        kinds = inspect.Parameter
        parameters = []
        lacking = False
        for name, o in self.positional.items():
            if name == "file" and self.reads_community:
                if not as_method:
                    parameters.append(kinds("community", kinds.POSITIONAL_ONLY))
                continue
            lacking = lacking or not o["required"]
            parameters.append(kinds(name, kinds.POSITIONAL_OR_KEYWORD,
                                    default=None if lacking else kinds.empty))
        for name, o in self.options.items():
            parameters.append(kinds(name, kinds.KEYWORD_ONLY, default=False if o["is_flag"] else None))
        parameters.append(kinds("progress", kinds.KEYWORD_ONLY, default=None))
        return inspect.Signature(parameters)

    def doc(self):
        lines = [self.about["question"] + ".", "", "Arguments:"]
        for name, o in {**self.positional, **self.options}.items():
            shown = "community" if name == "file" and self.reads_community else name
            words = f" One of {', '.join(o['words'])}." if o["words"] else ""
            default = f" Default: {o['default']}." if o["default"] and not o["is_flag"] else ""
            modes = [python_name(m) for m in o["modes"] if m]
            only = f" Only with {' or '.join(modes)}." if modes and "" not in o["modes"] else ""
            lines.append(f"    {shown}: {o['about'].rstrip('.')}.{words}{default}{only}")
        lines.append("    progress: Called with what is being done and the part that is done, about 20 times a second, and at the end.")
        if self.makes_community:
            lines += ["", "Returns a Community; its notes say what was made of it. With output it is written, too."]
        elif self.about["columns"]:
            lines += ["", "Returns an Answer with these columns:", "", *("    " + c for c in self.about["columns"].splitlines())]
        return "\n".join(lines)


def _as_paths(value, folder):
    """Communities in memory among what a verb reads are written to files for it."""
    from ._community import Community

    def path(one):
        if not isinstance(one, Community):
            return one
        name = os.path.join(folder, f"{len(os.listdir(folder))}.pull")
        one.write(name)
        return name

    return [path(one) for one in value] if isinstance(value, (list, tuple)) else path(value)


def _call(verb, community, positional, keywords, progress):
    """Runs a verb; what it answered, wrote or made."""
    from ._community import Community, read

    core = None
    if verb.reads_community:
        if isinstance(community, Community):
            core, positional = community._core, {"file": community.path or "-", **positional}
        else:
            positional = {"file": community, **positional}
    scratch = tempfile.TemporaryDirectory(prefix="pullgraph-")
    temporary = False
    for name, value in positional.items():
        if name != "file" or not verb.reads_community:
            positional = {**positional, name: _as_paths(value, scratch.name)}
    if verb.makes_community and not keywords.get("output") and not keywords.get("dry_run") and not keywords.get("template"):
        temporary = True
        keywords = {**keywords, "output": os.path.join(scratch.name, "made.pull")}
    try:
        done = _core.run(verb.name, verb.words(positional, keywords), core, progress)
        notes = done["notes"]
        check(done["code"], done["cause"], done["mend"])
        if done["table"] is not None:
            return Answer(done["table"], notes, done["code"])
        made = keywords.get("output")
        if verb.makes_community and made and os.path.exists(made):
            result = read(made)
            result.notes = notes
            if temporary:
                result.path = ""
            return result
    finally:
        scratch.cleanup()
    text = done["text"] or notes.encode()
    return text.decode("utf-8", "replace")


def _make(verb, as_method):
    signature = verb.signature(as_method)

    def function(*args, **kwargs):
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise UsageError(f"{verb.python_name}: {error}", f"help(pullgraph.{verb.python_name})") from None
        given = dict(bound.arguments)
        progress = given.pop("progress", None)
        community = given.pop("community", None)
        positional = {name: given.pop(name) for name in list(given) if name in verb.positional}
        return _call(verb, community, positional, given, progress)

    function.__name__ = function.__qualname__ = verb.python_name
    function.__doc__ = verb.doc()
    function.__signature__ = signature
    function.__module__ = "pullgraph"
    return function


VERBS = [Verb(v) for v in _core.verbs() if v["name"] not in _LEFT_OUT]
FUNCTIONS = {v.python_name: _make(v, as_method=False) for v in VERBS}


def add_methods(cls):
    """Gives a class the verbs that are about one community."""
    for verb in VERBS:
        if not verb.reads_community:
            continue
        inner = _make(verb, as_method=False)

        def method(self, *args, _inner=inner, **kwargs):
            return _inner(self, *args, **kwargs)

        method.__name__ = verb.python_name
        method.__qualname__ = f"{cls.__name__}.{verb.python_name}"
        method.__doc__ = verb.doc()
        method.__module__ = "pullgraph"
        own = verb.signature(as_method=True)
        first = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
        method.__signature__ = own.replace(parameters=[first, *own.parameters.values()])
        setattr(cls, verb.python_name, method)
    return cls
