# SPDX-License-Identifier: Apache-2.0
"""Writes __init__.pyi, from what the verbs declare: python -m pullgraph._stubs FILE."""

import sys
import textwrap

from ._verbs import VERBS

_HEAD = '''\
# Made by pullgraph._stubs from what the verbs declare.
import datetime
import os
from typing import Any, Callable, Iterable, Iterator, Literal, Optional, Sequence, Union, overload

from . import kernels as kernels

_Path = Union[str, "os.PathLike[str]"]
_Time = Union[str, datetime.date, datetime.datetime]
_Progress = Optional[Callable[[str, float], object]]

__version__: str

class Error(Exception):
    exit_code: int
    cause: str
    mend: str
    def __init__(self, cause: str, mend: str = ...) -> None: ...

class UsageError(Error, ValueError): ...
class InputError(Error, ValueError): ...
class OutputError(Error, OSError): ...
class LimitError(Error, MemoryError): ...

class Answer:
    @property
    def title(self) -> str: ...
    @property
    def notes(self) -> list[str]: ...
    @property
    def borne_out(self) -> bool: ...
    @property
    def columns(self) -> list[str]: ...
    def describe(self) -> dict[str, str]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[dict[str, Any]]: ...
    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    @overload
    def __getitem__(self, at: str) -> list[Any]: ...
    def column(self, name: str) -> list[Any]: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def to_pandas(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: object = ...) -> object: ...
    def to_csv(self, path: Optional[_Path] = ...) -> Optional[str]: ...
    def to_json(self, path: Optional[_Path] = ...) -> Optional[str]: ...
    def to_pb(self) -> bytes: ...
    def details(self) -> dict[str, Any]: ...
    def _repr_html_(self) -> str: ...

def read(path: _Path, *, progress: _Progress = ...) -> Community: ...
def build(rows: Iterable[dict[str, Any]], *, name: str = ...) -> Community: ...
def from_networkx(graph: Any, *, name: Optional[str] = ..., weight: Optional[str] = ...) -> Community: ...
def from_pandas_edgelist(frame: Any, source: str = ..., target: str = ..., *, count: Optional[str] = ...,
                         at: Optional[str] = ..., strength: Optional[str] = ..., kind: Optional[str] = ...,
                         directed: bool = ..., name: str = ...) -> Community: ...
def from_scipy(matrix: Any, ids: Optional[Sequence[object]] = ..., *, directed: Optional[bool] = ...,
               name: str = ...) -> Community: ...

class Community:
    path: str
    notes: str
    @property
    def name(self) -> str: ...
    @property
    def num_members(self) -> int: ...
    @property
    def num_resources(self) -> int: ...
    @property
    def num_topics(self) -> int: ...
    @property
    def num_ties(self) -> int: ...
    @property
    def num_signals(self) -> int: ...
    @property
    def num_touches(self) -> int: ...
    def ids(self, what: str = ...) -> list[str]: ...
    def labels(self, what: str = ...) -> list[str]: ...
    def arrays(self, what: str) -> dict[str, Any]: ...
    def rows(self) -> list[dict[str, Any]]: ...
    def write(self, path: _Path) -> None: ...
    def graph(self) -> kernels.Graph: ...
    def to_networkx(self) -> Any: ...
    def to_scipy(self) -> Any: ...
    def to_pandas_edgelist(self) -> Any: ...
'''

_VALUES = {"NUMBER": "float", "N": "int"}


def _type(option):
    if option["is_flag"]:
        return "bool"
    if option["words"]:
        one = "Literal[" + ", ".join(repr(w) for w in option["words"]) + "]"
    elif option["wants"] in ("file", "folder"):
        one = "_Path"
    elif option["value"] == "TIME":
        one = "_Time"
    else:
        one = _VALUES.get(option["value"], "Union[str, float]")
    return f"Union[{one}, Sequence[{one}]]" if option["repeated"] else one


def _returns(verb):
    if verb.makes_community:
        return "Community"
    return "Answer" if verb.about["columns"] else "str"


def _function(verb, method):
    arguments = ["self"] if method else []
    for name, parameter in verb.signature(as_method=method).parameters.items():
        if name == "community":
            arguments += ["community: Union[Community, _Path]", "/"]
        elif name == "progress":
            arguments.append("progress: _Progress = ...")
        else:
            option = {**verb.positional, **verb.options}[name]
            lacks = parameter.default is not parameter.empty
            if parameter.kind is parameter.KEYWORD_ONLY and "*" not in arguments:
                arguments.append("*")
            kind = _type(option)
            arguments.append(f"{name}: Optional[{kind}] = ..." if lacks and not option["is_flag"] else
                             f"{name}: {kind} = ..." if lacks else f"{name}: {kind}")
    if "*" not in arguments:
        arguments.insert(len(arguments) - 1, "*")
    return f"def {verb.python_name}({', '.join(arguments)}) -> {_returns(verb)}: ..."


def write(path):
    methods = [_function(v, True) for v in VERBS if v.reads_community]
    functions = [_function(v, False) for v in VERBS]
    with open(path, "w", encoding="utf-8") as file:
        file.write(_HEAD + textwrap.indent("\n".join(methods), "    ") + "\n\n" + "\n".join(functions) + "\n")


if __name__ == "__main__":
    write(sys.argv[1])
