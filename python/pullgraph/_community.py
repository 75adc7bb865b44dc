# SPDX-License-Identifier: Apache-2.0
"""A community in memory, from and to what others use."""

import json
import os

from . import _core, kernels
from ._errors import UsageError, check
from ._verbs import add_methods


@add_methods
class Community:
    """Members, what ties them, what they pulled, what was pushed at them. Never altered.

    Made by :func:`read`, by the verbs that bring in (:func:`import_` and others), by
    :func:`build` and by the ``from_...`` functions.
    """

    def __init__(self, core, notes=""):
        self._core = core
        self.path = core.path
        self.notes = notes

    name = property(lambda self: self._core.name, doc="What it is called.")
    num_members = property(lambda self: self._core.num_members)
    num_resources = property(lambda self: self._core.num_resources)
    num_topics = property(lambda self: self._core.num_topics)
    num_ties = property(lambda self: self._core.num_ties, doc="An undirected one is one.")
    num_signals = property(lambda self: self._core.num_signals)
    num_touches = property(lambda self: self._core.num_touches)

    def __repr__(self):
        name = f" {self.name!r}" if self.name else ""
        return (f"<pullgraph.Community{name}: {self.num_members:,} members, {self.num_ties:,} ties, "
                f"{self.num_signals:,} signals, {self.num_touches:,} touches>")

    def __eq__(self, other):
        return isinstance(other, Community) and self._core.equals(other._core)

    __hash__ = None

    def ids(self, what="members"):
        """External ids of 'members', 'resources', 'topics' or 'markets'; the number that columns
        have is the place in this list."""
        return self._core.ids(what)

    def labels(self, what="members"):
        """What people call 'members', 'resources' or 'topics': name or title, else the id."""
        return self._core.labels(what)

    def arrays(self, what):
        """Columns of 'members', 'resources', 'memberships', 'ties', 'signals' or 'touches' as
        NumPy arrays that share the community's memory (read-only). Ties are rows of a sparse
        matrix: those of member i are offsets[i]:offsets[i + 1]. Times are datetime64[us] in UTC,
        NaT where there is none; an id that is none is 4294967295."""
        return self._core.arrays(what)

    def rows(self):
        """Everything in it, as the dictionaries that :func:`build` takes."""
        return [json.loads(line) for line in self._core.rows().splitlines()]

    def write(self, path):
        """Writes the community file, whole or not at all."""
        check(*_core.write(self._core, os.fspath(path))[:3])

    def graph(self):
        """Its ties, for pullgraph.kernels."""
        return kernels.Graph(self)

    def to_networkx(self):
        """A networkx Graph, or DiGraph where a tie has a direction: nodes are member ids with
        name, joined_at and attributes; edges have count and kind."""
        import networkx

        ties = [row["tie"] for row in self.rows() if "tie" in row]
        directed = any(tie.get("directed") for tie in ties)
        graph = networkx.DiGraph(name=self.name) if directed else networkx.Graph(name=self.name)
        for row in self.rows():
            if "member" in row:
                member = dict(row["member"])
                attributes = member.pop("attributes", {})
                graph.add_node(member.pop("id"), **{**attributes, **member})
        for tie in ties:
            ends = [(tie["from"], tie["to"])]
            if directed and not tie.get("directed"):
                ends.append((tie["to"], tie["from"]))
            facts = {k: v for k, v in tie.items() if k not in ("from", "to", "directed")}
            facts["count"] = int(facts.get("count", len(facts.get("at", ())) or 1))
            for a, b in ends:
                graph.add_edge(a, b, **facts)
        return graph

    def to_scipy(self):
        """Ties as a scipy.sparse.csr_matrix of counts; row and column i are member i."""
        import numpy
        from scipy import sparse

        ties = self.arrays("ties")
        shape = (self.num_members, self.num_members)
        return sparse.csr_matrix((numpy.array(ties["count"]), ties["targets"], ties["offsets"]), shape=shape)

    def to_pandas_edgelist(self):
        """Ties as a pandas DataFrame: from, to, kind, directed, count, first_at, last_at, strength;
        an undirected one once."""
        import pandas

        columns = ["from", "to", "kind", "directed", "count", "first_at", "last_at", "strength"]
        ties = [row["tie"] for row in self.rows() if "tie" in row]
        frame = pandas.DataFrame(ties, columns=[*columns, "at"])
        dates = frame.pop("at")
        frame["count"] = [int(c) if c == c and c is not None else (len(d) if isinstance(d, list) else 1)
                          for c, d in zip(frame["count"], dates)]
        frame["directed"] = [d is True for d in frame["directed"]]
        for name, pick in (("first_at", min), ("last_at", max)):
            values = [v if v == v and v is not None else (pick(d, key=int) if isinstance(d, list) else None)
                      for v, d in zip(frame[name], dates)]
            frame[name] = pandas.to_datetime(pandas.Series(values, dtype="float64"), unit="us", utc=True)
        return frame


def read(path, *, progress=None):
    """Reads a community file; ``progress`` is called with what is being done and how much of it is."""
    outcome, core = _core.read(os.fspath(path), progress)
    check(outcome["code"], outcome["cause"], outcome["mend"])
    return Community(core)


def build(rows, *, name=""):
    """A community of rows: dictionaries such as {"member": {"id": "ann"}} and {"tie": {"from":
    "ann", "to": "bob"}}, in any order (docs/format.md has all of them)."""
    lines = [json.dumps({"community": {"name": name, "producer": "pullgraph for Python"}})] if name else []
    lines += [json.dumps(row) for row in rows]
    code, cause, mend, core = _core.build(lines)
    check(code, cause, mend)
    return Community(core)


def _micros(value):
    """A date in any of the usual forms, as microseconds since 1970."""
    import pandas

    if isinstance(value, int):
        return value
    time = pandas.Timestamp(value)
    time = time.tz_localize("UTC") if time.tzinfo is None else time.tz_convert("UTC")
    return time.value // 1000


_MEMBER_FIELDS = {"display_name", "kind", "role", "joined_at", "opted_out", "tags", "needs", "offers"}
_TIE_FIELDS = {"kind", "count", "first_at", "last_at", "strength", "at"}


def from_networkx(graph, *, name=None, weight=None):
    """A community of a networkx graph. Nodes become members under str(node); attributes that are
    fields of a member or a tie (display_name, joined_at, kind, count, strength, ...) are these,
    all others of a node become attributes. ``weight`` names the edge attribute that counts
    interactions. Parallel edges of one kind are one tie that counts them."""
    rows = []
    for node, facts in graph.nodes(data=True):
        member = {k: v for k, v in facts.items() if k in _MEMBER_FIELDS}
        if "joined_at" in member:
            member["joined_at"] = _micros(member["joined_at"])
        attributes = {str(k): str(v) for k, v in facts.items() if k not in _MEMBER_FIELDS}
        rows.append({"member": {"id": str(node), **member, "attributes": attributes}})
    for a, b, facts in graph.edges(data=True):
        tie = {k: v for k, v in facts.items() if k in _TIE_FIELDS}
        for field in ("first_at", "last_at"):
            if field in tie:
                tie[field] = _micros(tie[field])
        if weight is not None and weight in facts:
            tie["count"] = int(facts[weight])
        rows.append({"tie": {"from": str(a), "to": str(b), "directed": graph.is_directed(), **tie}})
    return build(rows, name=graph.name if name is None else name)


def from_pandas_edgelist(frame, source="source", target="target", *, count=None, at=None, strength=None,
                         kind=None, directed=False, name=""):
    """A community of a pandas DataFrame with a row for each tie or interaction. ``count``, ``at``,
    ``strength`` and ``kind`` name columns: interactions, their date, a probability, what it is."""
    rows = []
    for row in frame.to_dict("records"):
        tie = {"from": str(row[source]), "to": str(row[target]), "directed": directed}
        if count is not None:
            tie["count"] = int(row[count])
        if at is not None and row[at] == row[at]:
            tie["at"] = [_micros(row[at])]
        if strength is not None and row[strength] == row[strength]:
            tie["strength"] = float(row[strength])
        if kind is not None:
            tie["kind"] = str(row[kind])
        rows.append({"tie": tie})
    return build(rows, name=name)


def from_scipy(matrix, ids=None, *, directed=None, name=""):
    """A community of a sparse matrix: entry (i, j) counts interactions from member i to j. Without
    ``directed`` a symmetric matrix makes undirected ties. Members are ``ids``, or 0, 1, ..."""
    from scipy import sparse

    coo = sparse.coo_matrix(matrix)
    if coo.shape[0] != coo.shape[1]:
        raise UsageError(f"the matrix has {coo.shape[0]} rows and {coo.shape[1]} columns", "a square one")
    ids = [str(i) for i in (range(coo.shape[0]) if ids is None else ids)]
    if len(ids) != coo.shape[0]:
        raise UsageError(f"{len(ids)} ids for {coo.shape[0]} rows", "as many as rows")
    if directed is None:
        directed = (abs(coo - coo.T)).nnz != 0
    rows = [{"member": {"id": i}} for i in ids]
    for i, j, value in zip(coo.row, coo.col, coo.data):
        if value and (directed or i <= j):
            rows.append({"tie": {"from": ids[i], "to": ids[j], "directed": bool(directed), "count": int(value)}})
    return build(rows, name=name)
