#!/usr/bin/env python3
"""Graph files between pullgraph, NetworkX and igraph: graph_peers.py FOLDER PULLGRAPH.

Makes two communities (undirected with counts, directed with strengths), writes them by
`pullgraph export`, reads them by the others, has them write what they read, and brings that
in again. Nodes, names, edges and weights must be those of the beginning each time.
Exit code 77: neither of the others is here.
"""
import json
import os
import random
import subprocess
import sys

folder, pullgraph = sys.argv[1:]
try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None
if networkx is None and igraph is None:
    print("neither python3-networkx nor python3-igraph", file=sys.stderr)
    sys.exit(77)


def path(name):
    return os.path.join(folder, name)


def run(*words):
    done = subprocess.run([pullgraph, *words], capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def make(directed):
    """Rows of 60 members with names that need quoting, and their ties; the community file."""
    random.seed(7)
    members = {f"m {i}": f'Ann "{i}" <&> ö' for i in range(60)}
    ties = {}
    while len(ties) < 200:
        a, b = sorted(random.sample(sorted(members), 2))
        ties[a, b] = random.randint(2, 9)
    rows = path("rows.json")
    with open(rows, "w") as out:
        for i, name in members.items():
            attributes = {"city": f"c{len(i)}", "Kind": "of a cat"}
            out.write(json.dumps({"member": {"id": i, "display_name": name, "attributes": attributes}}) + "\n")
        for n, ((a, b), count) in enumerate(ties.items()):
            tie = {"from": a, "to": b, "count": count, "directed": directed}
            if n % 5 == 0:
                tie["strength"] = 0.25
            if n % 7 == 0:
                tie["kind"] = "TIE_KIND_REVIEWED"
            if n % 2 == 0:
                tie["first_at"] = 1577836800000000
            out.write(json.dumps({"tie": tie}) + "\n")
    made = path("directed.pull" if directed else "undirected.pull")
    run("import", "rows", rows, "-o", made, "--quiet")
    return made, members, ties


def content(community):
    """Display names and (from, to, directed) -> count, as the community file has them."""
    members, ties = {}, {}
    for line in run("cat", community).splitlines():
        row = json.loads(line)
        if "member" in row:
            members[row["member"]["id"]] = row["member"].get("display_name", "")
        if "tie" in row:
            tie = row["tie"]
            ends = (tie["from"], tie["to"])
            if not tie.get("directed", False):
                ends = tuple(sorted(ends))
            ties[ends] = tie.get("count", 1)
    return members, ties


def check(what, found, expected):
    members, ties = found
    assert members == expected[0], (what, "names differ")
    assert ties == expected[1], (what, "edges differ", len(ties), len(expected[1]))
    print(f"{what}: {len(members)} members, {len(ties)} ties, equal")


def of_networkx(graph, label="label"):
    members = {n: d.get(label, "") for n, d in graph.nodes(data=True)}
    ties = {}
    for a, b, d in graph.edges(data=True):
        ties[(a, b) if graph.is_directed() else tuple(sorted((a, b)))] = int(d["weight"])
    return members, ties


def read_json(file):
    data = json.load(open(file))
    try:
        return networkx.node_link_graph(data, edges="links")
    except TypeError:  # Before 3.4.
        return networkx.node_link_graph(data)


def by_networkx(community, expected, directed):
    kinds = {
        "graphml": (networkx.read_graphml, networkx.write_graphml),
        "gexf": (networkx.read_gexf, networkx.write_gexf),
        "json": (read_json,
                 lambda g, f: json.dump(networkx.node_link_data(g), open(f, "w"))),
    }
    for ending, (read, write) in kinds.items():
        ours, theirs = path("ours." + ending), path("theirs." + ending)
        run("export", community, "-o", ours)
        graph = read(ours)
        assert graph.is_directed() == directed, ending
        check(f"NetworkX reads {ending}", of_networkx(graph), expected)
        write(graph, theirs)
        run("import", theirs, "-o", path("back.pull"), "--quiet")
        check(f"NetworkX writes {ending}", content(path("back.pull")), expected)


def by_igraph(community, expected, directed):
    ours = path("ours.graphml")
    run("export", community, "-o", ours)
    graph = igraph.Graph.Read_GraphML(ours)
    assert graph.is_directed() == directed
    ids = graph.vs["id"]
    ties = {}
    for e in graph.es:
        ends = (ids[e.source], ids[e.target])
        ties[ends if directed else tuple(sorted(ends))] = int(e["weight"])
    check("igraph reads graphml", (dict(zip(ids, graph.vs["label"])), ties), expected)
    del graph.vs["id"]
    graph.vs["name"] = graph.vs["label"]
    numbers = {i: f"n{n}" for n, i in enumerate(ids)}
    theirs = path("igraph.graphml")
    graph.write_graphml(theirs)
    run("import", theirs, "-o", path("back.pull"), "--quiet")
    renamed = ({numbers[i]: name for i, name in expected[0].items()},
               {(numbers[a], numbers[b]) if directed else tuple(sorted((numbers[a], numbers[b]))): n
                for (a, b), n in expected[1].items()})
    check("igraph writes graphml", content(path("back.pull")), renamed)


for is_directed in (False, True):
    file, names, edges = make(is_directed)
    truth = (names, edges)
    check("pullgraph", content(file), truth)
    for ending in ("graphml", "gexf", "dot", "json"):
        run("export", file, "-o", path("own." + ending))
        run("import", path("own." + ending), "-o", path("back.pull"), "--quiet")
        check(f"pullgraph reads its own {ending}", content(path("back.pull")), truth)
    if networkx is not None:
        by_networkx(file, truth, is_directed)
    if igraph is not None:
        by_igraph(file, truth, is_directed)
