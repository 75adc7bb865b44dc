# SPDX-License-Identifier: Apache-2.0
"""Communities in memory: columns, rows, and what others use."""
import datetime
import os

import pytest

import pullgraph as pg
from conftest import run

numpy = pytest.importorskip("numpy")


def test_counts_and_ids(community, path):
    assert community.num_members == len(community.ids()) == len(community.labels()) == 400
    assert community.num_resources == len(community.ids("resources"))
    assert community.num_topics == len(community.ids("topics"))
    assert community.ids("markets") == ["customers"]
    assert "400 members" in repr(community)
    with pytest.raises(KeyError):
        community.ids("nonsense")
    with pytest.raises(KeyError):
        community.arrays("nonsense")


def test_columns_share_memory(community):
    first, second = community.arrays("signals"), community.arrays("signals")
    for name, values in first.items():
        assert len(values) == community.num_signals
        assert not values.flags.writeable
        if values.strides != (0,):  # All alike: stored as one value.
            assert numpy.shares_memory(values, second[name])
    assert first["at"].dtype == "datetime64[us]"
    ties = community.arrays("ties")
    assert len(ties["offsets"]) == community.num_members + 1
    assert ties["offsets"][-1] == len(ties["targets"]) == len(ties["count"])
    for what in ("members", "resources", "memberships", "touches"):
        assert community.arrays(what)


def test_columns_outlive_the_community(path):
    targets = pg.read(path).arrays("ties")["targets"]
    assert targets.sum() == pg.read(path).arrays("ties")["targets"].sum()


def test_columns_say_what_rows_say(community):
    ids, at = community.ids(), community.arrays("signals")["at"]
    member = community.arrays("signals")["member"]
    rows = [row["signal"] for row in community.rows() if "signal" in row]
    assert len(rows) == community.num_signals
    for i, row in enumerate(rows):
        assert ids[member[i]] == row["member"]
        assert at[i].astype("int64") == int(row["at"])


def test_rows_make_the_same_community(community):
    assert pg.build(community.rows()) == community
    assert pg.build(community.rows()[::-1]) == community
    assert pg.build([]).num_members == 0


def test_write_and_read(community, path, tmp_path):
    community.write(tmp_path / "again.pull")
    assert pg.read(tmp_path / "again.pull") == community
    assert (tmp_path / "again.pull").read_bytes() == open(path, "rb").read()
    with pytest.raises(pg.OutputError):
        community.write(tmp_path / "no" / "folder.pull")


def test_networkx(community):
    pytest.importorskip("networkx")
    graph = community.to_networkx()
    assert graph.number_of_nodes() == 400
    assert graph.number_of_edges() == len({frozenset(e) for e in graph.edges}) or graph.is_directed()
    again = pg.from_networkx(graph).to_networkx()
    assert set(again.nodes) == set(graph.nodes)
    assert {frozenset(e) for e in again.edges} == {frozenset(e) for e in graph.edges}
    assert all(again.edges[e]["count"] == graph.edges[e]["count"] for e in graph.edges)


def test_networkx_keeps_attributes():
    networkx = pytest.importorskip("networkx")
    graph = networkx.DiGraph(name="small")
    graph.add_node(1, display_name="Ann", city="Bonn", joined_at="2024-01-01")
    graph.add_edge(1, 2, weight=3, kind="TIE_KIND_ANSWERED")
    made = pg.from_networkx(graph, weight="weight")
    assert made.name == "small"
    rows = made.rows()
    member = next(r["member"] for r in rows if r.get("member", {}).get("id") == "1")
    assert member["display_name"] == "Ann" and member["attributes"] == {"city": "Bonn"}
    assert int(member["joined_at"]) == 1704067200000000
    tie = next(r["tie"] for r in rows if "tie" in r)
    assert tie["directed"] and int(tie["count"]) == 3 and tie["kind"] == "TIE_KIND_ANSWERED"


def test_scipy(community):
    pytest.importorskip("scipy")
    matrix = community.to_scipy()
    assert matrix.shape == (400, 400)
    again = pg.from_scipy(matrix, community.ids())
    assert (again.to_scipy() != matrix).nnz == 0
    with pytest.raises(pg.UsageError, match="2 ids for 400 rows"):
        pg.from_scipy(matrix, ["a", "b"])
    with pytest.raises(pg.UsageError, match="square"):
        pg.from_scipy(matrix[:2])


def test_pandas(community):
    pandas = pytest.importorskip("pandas")
    frame = community.to_pandas_edgelist()
    assert len(frame) == community.num_ties
    assert str(frame["last_at"].dtype) == "datetime64[ns, UTC]"
    again = pg.from_pandas_edgelist(frame, "from", "to", count="count", kind="kind").to_pandas_edgelist()
    columns = ["from", "to", "count"]
    assert again[columns].sort_values(columns).reset_index(drop=True).equals(
        frame[columns].sort_values(columns).reset_index(drop=True))
    dated = pg.from_pandas_edgelist(pandas.DataFrame({"a": ["x", "x"], "b": ["y", "y"], "t": ["2024-01-01", "2024-03-01"]}),
                                    "a", "b", at="t")
    assert dated.to_pandas_edgelist()["count"].tolist() == [2]


def test_bring_in(community, path, tmp_path):
    (tmp_path / "ties.csv").write_text("from,to\nann,bob\nbob,cyd\n")
    made = pg.import_(str(tmp_path / "ties.csv"))
    assert made.num_members == 3 and "2" in made.notes and made.path == ""
    written = pg.import_([tmp_path / "ties.csv"], output=tmp_path / "made.pull")
    assert written == made and written.path == str(tmp_path / "made.pull") and pg.read(tmp_path / "made.pull") == made
    assert pg.import_edges(tmp_path / "ties.csv", directed=True).num_ties == 2
    halves = [community.select(until="2025-06-01"), community.select(since="2025-06-01")]
    assert pg.merge(halves).num_signals == community.num_signals
    gone = community.erase(community.ids()[0])
    assert gone.num_members == 399
    assert pg.generate_community(members=50).num_members == 50
    community.export(output=tmp_path / "tables")
    assert "members.csv" in os.listdir(tmp_path / "tables")


def test_dates_as_of(community, path):
    for day in ("2025-06-01", datetime.date(2025, 6, 1), datetime.datetime(2025, 6, 1, tzinfo=datetime.timezone.utc)):
        assert community.needs(as_of=day).to_csv().encode() == run("needs", path, "--as-of", "2025-06-01", "--format", "csv")


def test_report_is_a_page(community):
    assert community.report().startswith("<!DOCTYPE html>")
