#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs graph-tool's kernels for graph_tool_peer.cc.

Usage: graph_tool_peer.py DIR THREADS. DIR holds ends.bin and costs.bin (ties u < v),
pairs.bin, sizes.txt; commands "KERNEL SOURCE" come on standard input, one a line. Each
is answered by a line "SECONDS PEAK_MB", and by DIR/answer.bin (float64).
"""
import ctypes
import sys
import time

import numpy as np

import graph_tool as gt
import graph_tool.centrality
import graph_tool.topology

try:
    LIBC = ctypes.CDLL("libc.so.6")
except OSError:
    LIBC = None


def status_kb(key):
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(key):
                return float(line.split()[1])
    return 0.0


def measure(body):
    """Returns what body() returns, the seconds it took and the MB it grew by."""
    if LIBC is not None:
        LIBC.malloc_trim(0)
    with open("/proc/self/clear_refs", "w", encoding="ascii") as refs:
        refs.write("5")
    before = status_kb("VmRSS:")
    start = time.perf_counter()
    result = body()
    taken = time.perf_counter() - start
    return result, taken, max(0.0, status_kb("VmHWM:") - before) / 1024


def canonical(labels):
    """The smallest index that bears the same label."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse]


def distances(found):
    result = found.a.astype(np.float64)
    result[found.a == np.iinfo(found.a.dtype).max] = -1
    return result


def main():
    folder = sys.argv[1]
    gt.openmp_set_num_threads(int(sys.argv[2]))
    with open(folder + "/sizes.txt", encoding="ascii") as sizes:
        num_nodes = int(sizes.read().split()[0])
    graph = gt.Graph(directed=False)
    graph.add_vertex(num_nodes)
    graph.add_edge_list(np.fromfile(folder + "/ends.bin", dtype=np.uint32).reshape(-1, 2))
    cost = graph.new_edge_property("int")
    cost.a = np.fromfile(folder + "/costs.bin", dtype=np.uint32)
    pairs = np.fromfile(folder + "/pairs.bin", dtype=np.uint32).reshape(-1, 2)
    topology = graph_tool.topology
    kernels = {
        "bfs": (lambda s: topology.shortest_distance(graph, graph.vertex(s), pred_map=True)[0],
                distances),
        "sssp": (lambda s: topology.shortest_distance(graph, graph.vertex(s), weights=cost,
                                                      pred_map=True)[0], distances),
        "components": (lambda _: topology.label_components(graph)[0],
                       lambda found: canonical(found.a)),
        "cores": (lambda _: topology.kcore_decomposition(graph), lambda found: found.a),
        "jaccard": (lambda _: topology.vertex_similarity(graph, "jaccard", vertex_pairs=pairs),
                    np.nan_to_num),
        "adamic-adar": (lambda _: topology.vertex_similarity(graph, "inv-log-weight",
                                                             vertex_pairs=pairs),
                        np.nan_to_num),
        "pagerank": (lambda _: graph_tool.centrality.pagerank(graph, damping=0.85,
                                                              epsilon=1e-6),
                     lambda found: found.a),
    }
    print("ready", graph_tool.__version__.split()[0], flush=True)
    for line in sys.stdin:
        name, source = line.split()
        run, read = kernels[name]
        found, taken, peak = measure(lambda run=run, source=source: run(int(source)))
        np.asarray(read(found), dtype=np.float64).tofile(folder + "/answer.bin")
        print(taken, peak, flush=True)


main()
