# SPDX-License-Identifier: Apache-2.0
"""Answers say what the command says, in every form."""
import csv
import ctypes
import datetime
import gc
import io
import json

import pytest

import pullgraph as pg
from conftest import run

# The modes in which a verb answers with a table, and how the command is asked.
ANSWERS = [
    ("access", {}, []), ("access", {"reach": True}, ["--reach"]), ("attract", {}, []),
    ("attract", {"links": True, "runs": 1}, ["--links", "--runs", "1"]), ("edges", {}, []), ("trajectory", {}, []),
    ("trajectory", {"cohorts": True}, ["--cohorts"]), ("leverage", {"k": 2, "min_sets": 4096}, ["--k", "2", "--min-sets", "4096"]),
    ("pace", {}, []), ("convert", {}, []), ("rank", {}, []),
    ("rank", {"goal": "pulls", "limit": 7}, ["--goal", "pulls", "--limit", "7"]), ("needs", {}, []),
    ("waste", {}, []), ("info", {}, []), ("identities", {}, []),
]


@pytest.mark.parametrize("verb,keywords,words", ANSWERS, ids=lambda x: x if isinstance(x, str) else None)
def test_same_as_the_command(ask, path, verb, keywords, words):
    answer = ask(verb, **keywords)
    # All there is, manifest included; CSV, below, is the same by another way.
    assert answer.to_json().encode() == run(verb, path, *words, "--format", "json")
    names, *rows = csv.reader(io.StringIO(answer.to_csv()))
    assert answer.columns == names
    assert len(answer) == len(rows)
    for got, wanted in zip(answer.to_dicts(), rows):
        for name, text in zip(names, wanted):
            check_value(got[name], text)


def check_value(value, text):
    if value is None:
        assert text == ""
    elif isinstance(value, bool):
        assert text == ("true" if value else "false")
    elif isinstance(value, (int, float)):
        assert float(text) == value
    elif isinstance(value, datetime.datetime):
        assert datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) == value
    elif isinstance(value, str):
        assert text == value
    elif all(isinstance(v, str) for v in value):
        assert text in (" > ".join(value), "; ".join(value))
    else:
        assert [float(v) for v in value] == [float(part) for part in text.split("; ")]


def test_all_forms_and_both_ways_to_call(ask, path):
    answer = ask("rank")
    assert answer.to_csv().encode() == run("rank", path, "--format", "csv")
    assert answer.to_pb() == run("rank", path, "--format", "pb")
    # The module's function of that name takes the file itself.
    assert pg.rank(path).to_csv() == answer.to_csv()


def test_files(ask, tmp_path):
    ask("rank").to_csv(tmp_path / "a.csv")
    ask("rank").to_json(tmp_path / "a.json")
    assert (tmp_path / "a.csv").read_bytes().decode() == ask("rank").to_csv()
    assert json.loads((tmp_path / "a.json").read_text()) == ask("rank").details()


def test_reads_like_a_table(ask):
    answer = ask("rank")
    assert len(answer) == 20
    assert [row["rank"] for row in answer] == list(range(1, 21))
    assert answer[0]["member"] == answer["member"][0] == answer.column("member")[0]
    assert answer[1:3] == answer.to_dicts()[1:3]
    assert "likelihood" in answer.describe() and answer.describe()["likelihood"]
    assert isinstance(answer.borne_out, bool)
    assert answer.title and answer.notes and answer.title.splitlines()[0][:10] in str(answer).replace("\n", " ")
    with pytest.raises(KeyError, match="there is no column 'nonsense'"):
        answer.column("nonsense")
    # What is handed out is no part of the answer.
    answer[0]["member"] = "changed"
    assert answer[0]["member"] != "changed"
    assert answer.details()["results"][0]["prospect"]["member"] == answer[0]["member"]


def test_pandas(ask):
    pandas = pytest.importorskip("pandas")
    frame = ask("rank").to_pandas()
    assert list(frame.columns) == ask("rank").columns
    assert frame["likelihood"].dtype == "float64" and frame["rank"].dtype == "int64"
    assert (frame["likelihood_low"] <= frame["likelihood"]).all()
    empty = ask("needs", as_of="2001-01-01").to_pandas()
    assert len(empty) == 0 and "topic" in empty.columns
    times = ask("trajectory", cohorts=True).to_pandas()
    assert isinstance(times, pandas.DataFrame) and len(times) > 0


def test_html_is_escaped():
    rows = [{"member": {"id": "a", "display_name": "<script>alert(1)</script>"}}, {"member": {"id": "b"}},
            {"tie": {"from": "a", "to": "b", "at": [1]}}, {"market": {"id": "m"}},
            {"membership": {"market": "m", "member": "b", "status": "MARKET_STATUS_CUSTOMER"}}]
    html = pg.build(rows).access()._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html


# A consumer of the Arrow C stream interface, from its specification.
class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


Schema._fields_ = [("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
                   ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64),
                   ("children", ctypes.POINTER(ctypes.POINTER(Schema))), ("dictionary", ctypes.POINTER(Schema)),
                   ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))), ("private_data", ctypes.c_void_p)]
Array._fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
                  ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64),
                  ("buffers", ctypes.POINTER(ctypes.c_void_p)), ("children", ctypes.POINTER(ctypes.POINTER(Array))),
                  ("dictionary", ctypes.POINTER(Array)), ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))),
                  ("private_data", ctypes.c_void_p)]
Stream._fields_ = [("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))),
                   ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))),
                   ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(Stream))),
                   ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))), ("private_data", ctypes.c_void_p)]


def elements(array, format, first, last):
    """Values first..last of an array, None where the bits say so."""
    def bits(buffer, i):
        return ctypes.cast(buffer, ctypes.POINTER(ctypes.c_uint8))[i // 8] >> (i % 8) & 1

    def present(i):
        return not array.buffers[0] or bits(array.buffers[0], i)

    def value(i):
        if format == "g":
            return ctypes.cast(array.buffers[1], ctypes.POINTER(ctypes.c_double))[i]
        if format == "b":
            return bool(bits(array.buffers[1], i))
        numbers = ctypes.cast(array.buffers[1], ctypes.POINTER(ctypes.c_int64))
        if format == "l":
            return numbers[i]
        if format == "tsu:UTC":
            return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(microseconds=numbers[i])
        assert format == "U"
        size = numbers[i + 1] - numbers[i]
        return ctypes.string_at(array.buffers[2] + numbers[i], size).decode() if size else ""

    assert array.offset == 0
    return [value(i) if present(i) else None for i in range(first, last)]


def read_stream(capsule):
    """Columns by name."""
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    stream = Stream.from_address(get(capsule, b"arrow_array_stream"))
    schema, array, end = Schema(), Array(), Array()
    assert stream.get_schema(ctypes.byref(stream), ctypes.byref(schema)) == 0
    assert schema.format == b"+s"
    assert stream.get_next(ctypes.byref(stream), ctypes.byref(array)) == 0
    assert stream.get_next(ctypes.byref(stream), ctypes.byref(end)) == 0
    assert not end.release
    columns = {}
    for k in range(schema.n_children):
        about, child = schema.children[k].contents, array.children[k].contents
        assert child.length == array.length
        format = about.format.decode()
        if format != "+L":
            columns[about.name.decode()] = elements(child, format, 0, child.length)
            continue
        item, values = about.children[0].contents.format.decode(), child.children[0].contents
        ends = ctypes.cast(child.buffers[1], ctypes.POINTER(ctypes.c_int64))
        columns[about.name.decode()] = [elements(values, item, ends[i], ends[i + 1]) for i in range(child.length)]
    array.release(ctypes.byref(array))
    schema.release(ctypes.byref(schema))
    assert not array.release and not schema.release
    return columns


@pytest.mark.parametrize("verb,keywords,words", ANSWERS, ids=lambda x: x if isinstance(x, str) else None)
def test_arrow(ask, verb, keywords, words):
    answer = ask(verb, **keywords)
    columns = read_stream(answer.__arrow_c_stream__())
    assert list(columns) == answer.columns
    for name in answer.columns:
        assert columns[name] == answer.column(name)


def test_arrow_outlives_the_answer(community, ask):
    capsule = community.needs().__arrow_c_stream__()
    gc.collect()
    assert read_stream(capsule) == read_stream(ask("needs").__arrow_c_stream__())
    ask("needs").__arrow_c_stream__()  # Never read: let go of.


def test_json_is_json(ask):
    assert ask("rank").details()["manifest"]["verb"] == "rank"
