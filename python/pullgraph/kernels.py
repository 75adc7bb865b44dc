# SPDX-License-Identifier: Apache-2.0
"""Algorithms on graphs, whatever the nodes stand for: fast, and the same for any number of threads.

Each takes a :class:`Graph` or a :class:`pullgraph.Community`, and gives NumPy arrays with one
entry for each node. ``threads=0`` is as many as there are processors.
"""

from . import _core

_NONE = ()


class Graph:
    """Nodes 0, 1, ... and ties between them. Of a community, node i is member i."""

    def __init__(self, community):
        self._core = _core.Graph(community._core)

    @classmethod
    def from_edges(cls, sources, targets, num_nodes, *, directed=False):
        """Of two arrays of node numbers below ``num_nodes``."""
        graph = cls.__new__(cls)
        graph._core = _core.Graph(sources, targets, num_nodes, directed)
        return graph

    num_nodes = property(lambda self: self._core.num_nodes)
    num_arcs = property(lambda self: self._core.num_arcs, doc="An undirected tie is two.")
    is_directed = property(lambda self: self._core.is_directed)

    def __repr__(self):
        return f"<pullgraph.kernels.Graph: {self.num_nodes:,} nodes, {self.num_arcs:,} arcs>"


def _graph(graph):
    return (graph if isinstance(graph, Graph) else Graph(graph))._core


def leiden(graph, *, resolution=1.0, objective="modularity", weights=_NONE, iterations=10, seed=1, threads=0):
    """Communities by the Leiden algorithm, each of them connected: (labels, quality). ``objective``
    is 'modularity' or 'cpm'; ``weights`` has one entry for each arc."""
    return _core.leiden(_graph(graph), resolution, objective, weights, iterations, seed, threads)


def pagerank(graph, *, seeds=_NONE, damping=0.85, tolerance=1e-6, weights=_NONE, threads=0):
    """PageRank; with ``seeds`` that of a walk that returns to them. Off by ``tolerance`` in all."""
    return _core.pagerank(_graph(graph), seeds, damping, tolerance, weights, threads)


def components(graph, *, threads=0):
    """The smallest node of each node's connected component."""
    return _core.components(_graph(graph), threads)


def cores(graph, *, threads=0):
    """(core number, onion layer) of every node."""
    return _core.cores(_graph(graph), threads)


def bfs(graph, sources, *, threads=0):
    """(hops from the nearest source, the node before); -1 and 4294967295 where it is out of reach."""
    return _core.bfs(_graph(graph), sources, threads)


def betweenness(graph, *, epsilon=0.0, delta=0.05, seed=1, threads=0):
    """The share of pairs whose shortest paths lead over a node; with ``epsilon`` > 0 estimated, each
    that near with probability 1 - ``delta``."""
    return _core.betweenness(_graph(graph), epsilon, delta, seed, threads)
