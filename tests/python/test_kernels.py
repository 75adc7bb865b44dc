# SPDX-License-Identifier: Apache-2.0
"""Kernels against NetworkX."""
import pytest

import pullgraph as pg

numpy = pytest.importorskip("numpy")
networkx = pytest.importorskip("networkx")


@pytest.fixture(scope="module")
def pair():
    graph = networkx.gnm_random_graph(200, 500, seed=5)
    sources, targets = zip(*graph.edges)
    return graph, pg.kernels.Graph.from_edges(sources, targets, 200)


def test_graph(pair, community):
    graph, ours = pair
    assert ours.num_nodes == 200 and ours.num_arcs == 1000 and not ours.is_directed
    assert community.graph().num_nodes == community.num_members
    with pytest.raises(ValueError, match="length"):
        pg.kernels.Graph.from_edges([1], [1, 2], 3)
    with pytest.raises(ValueError, match="9"):
        pg.kernels.Graph.from_edges([1], [9], 3)


def test_pagerank(pair):
    graph, ours = pair
    wanted = networkx.pagerank(graph, tol=1e-12, max_iter=1000)
    assert numpy.abs(pg.kernels.pagerank(ours, tolerance=1e-10) - [wanted[i] for i in range(200)]).sum() < 1e-8
    personal = networkx.pagerank(graph, personalization={3: 1}, tol=1e-12, max_iter=1000)
    got = pg.kernels.pagerank(ours, seeds=[3], tolerance=1e-10)
    assert numpy.abs(got - [personal[i] for i in range(200)]).sum() < 1e-8
    with pytest.raises(ValueError, match="damping"):
        pg.kernels.pagerank(ours, damping=2)


def test_components_and_cores(pair):
    graph, ours = pair
    label = pg.kernels.components(ours)
    for component in networkx.connected_components(graph):
        assert {label[i] for i in component} == {min(component)}
    core, layer = pg.kernels.cores(ours)
    wanted, layers = networkx.core_number(graph), networkx.onion_layers(graph)
    assert core.tolist() == [wanted[i] for i in range(200)]
    assert layer.tolist() == [layers[i] for i in range(200)]


def test_bfs_and_betweenness(pair):
    graph, ours = pair
    hops, parent = pg.kernels.bfs(ours, [0])
    wanted = networkx.single_source_shortest_path_length(graph, 0)
    assert hops.tolist() == [wanted.get(i, -1) for i in range(200)]
    assert all(parent[i] == 4294967295 or graph.has_edge(i, parent[i]) or i == 0 for i in range(200))
    exact = networkx.betweenness_centrality(graph, normalized=False)
    scale = 2 / (200 * 199)
    assert numpy.allclose(pg.kernels.betweenness(ours), [scale * exact[i] for i in range(200)], atol=1e-12)
    near = pg.kernels.betweenness(ours, epsilon=0.05)
    assert numpy.abs(near - pg.kernels.betweenness(ours)).max() <= 0.05


def test_leiden(pair):
    graph, ours = pair
    labels, quality = pg.kernels.leiden(ours)
    groups = [set(numpy.flatnonzero(labels == k)) for k in range(labels.max() + 1)]
    assert abs(networkx.community.modularity(graph, groups) - quality) < 1e-9
    again, _ = pg.kernels.leiden(ours, threads=1)
    assert (again == labels).all()
    fine, _ = pg.kernels.leiden(ours, resolution=3)
    assert fine.max() > labels.max()
    with pytest.raises(ValueError, match="objective"):
        pg.kernels.leiden(ours, objective="nonsense")


def test_of_a_community(community):
    assert len(pg.kernels.pagerank(community)) == community.num_members
