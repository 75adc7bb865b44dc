# SPDX-License-Identifier: Apache-2.0
"""Calls: errors, interrupts, progress, threads, what they say of themselves."""
import inspect
import os
import signal
import subprocess
import sys
import threading

import pytest

import pullgraph as pg


def test_every_verb_explains_itself(community):
    for name in pg.__all__:
        thing = getattr(pg, name)
        assert thing.__doc__, name
    for name in ("rank", "edges", "select", "import_csv", "needs"):
        assert "Arguments:" in getattr(pg, name).__doc__
        assert "progress" in inspect.signature(getattr(pg, name)).parameters
    assert "limit" in inspect.signature(community.rank).parameters
    assert "community" not in inspect.signature(community.rank).parameters
    # Options that only say how the command prints are none here.
    assert not {"format", "wide", "quiet"} & set(inspect.signature(pg.rank).parameters)


def test_errors_have_cause_and_mend(community, tmp_path):
    with pytest.raises(pg.UsageError) as e:
        community.rank(limit=0)
    assert e.value.cause.startswith("limit: 0 is out of range") and e.value.mend and e.value.exit_code == 2
    assert isinstance(e.value, ValueError)
    with pytest.raises(pg.UsageError, match="unexpected keyword argument 'nonsense'"):
        community.rank(nonsense=1)
    with pytest.raises(pg.UsageError, match="budget"):
        community.rank(budget=3)  # Of --goal pulls only.
    with pytest.raises(pg.UsageError, match="there is no market 'x'"):
        community.rank(market="x")
    with pytest.raises(pg.UsageError, match="learner"):
        community.attract(learner="tree")
    with pytest.raises(pg.OutputError, match="No such file") as e:
        pg.read(tmp_path / "nothing.pull")
    assert isinstance(e.value, OSError)
    (tmp_path / "x.csv").write_text("id,display_name\nann,Ann\n")
    with pytest.raises(pg.InputError, match="(?s)x.csv.*import"):
        pg.read(tmp_path / "x.csv")
    with pytest.raises(pg.InputError):
        pg.build([{"member": {"id": "a"}}]).rank()  # No customers.
    with pytest.raises(pg.InputError, match="row 1: .*nonsense"):
        pg.build([{"member": {"id": "a"}}, {"nonsense": {}}])


def test_settings_do_not_last(community):
    plain = community.needs().to_csv()
    assert len(community.needs(limit=1)) == 1
    assert community.needs().to_csv() == plain
    assert len(community.access(limit=3)) == 3
    assert len(community.access(k=2, to=community.ids()[0])) >= 0
    assert len(community.access()) == 20


def test_strict_raises_nothing(community):
    assert isinstance(community.convert(strict=True).borne_out, bool)


def test_same_in_many_threads(community):
    wanted = community.edges(threads=1).to_csv()
    got = []
    threads = [threading.Thread(target=lambda: got.append(community.edges(threads=2).to_csv())) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert got == [wanted] * 3


def test_others_go_on_meanwhile(community):
    """A verb lets go of the interpreter: another thread counts while it runs."""
    count, done = 0, threading.Event()

    def work():
        community.convert()
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        count += 1
        done.wait(0.001)
    thread.join()
    assert count > 10


def test_progress(community):
    seen = []
    community.convert(progress=lambda what, part: seen.append((what, part)))
    assert seen and all(0 <= part <= 1 for _, part in seen)
    assert {what for what, _ in seen} - {""}

    def stop(what, part):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        community.backtest(pulls=True, progress=stop)
    assert len(community.info()) > 0


def test_interrupt(tmp_path):
    """SIGINT raises KeyboardInterrupt soon, and the module goes on working."""
    script = """
import pullgraph as pg
c = pg.generate_community(members=3000)
told = []
def tell(what, part):  # Called while the verb runs.
    if not told:
        print("ready", flush=True)
    told.append(part)
try:
    while True:
        c.leverage(k=50, min_sets=4000000, progress=tell)
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(len(c.info()) > 0)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert out == "interrupted\nTrue\n"
    assert process.returncode == 0


def test_nothing_is_left_behind(community, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    community.select(since="2025-06-01")
    with pytest.raises(pg.Error):
        community.select(member="nobody")
    assert os.listdir(tmp_path) == []
