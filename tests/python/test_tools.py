# SPDX-License-Identifier: Apache-2.0
"""What others make of the module: type checkers, notebooks, pip."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

import pullgraph as pg

SOURCE = pathlib.Path(__file__).resolve().parents[2]

GOOD = """
import datetime
import pullgraph as pg

c: pg.Community = pg.read("c.pull")
answer: pg.Answer = c.rank(limit=3, goal="customers", as_of=datetime.date(2024, 1, 1))
row: dict[str, object] = answer[0]
made: pg.Community = pg.import_(["a.csv"], output="c.pull")
again: pg.Community = c.select(member=["a", "b"])
page: str = c.report()
"""
BAD = """
import pullgraph as pg

c = pg.read("c.pull")
c.rank(nonsense=3)
c.rank(goal="nonsense")
number: int = c.rank()
"""


def test_type_stubs(tmp_path):
    if shutil.which("mypy") is None:
        pytest.skip("mypy is not there")
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "bad.py").write_text(BAD)

    def check(*files):
        return subprocess.run(["mypy", "--strict", *files], cwd=tmp_path, capture_output=True, text=True,
                              env={**os.environ, "MYPYPATH": os.path.dirname(os.path.dirname(pg.__file__))})

    package = os.path.dirname(pg.__file__)
    stub = check(os.path.join(package, "__init__.pyi"), "good.py")
    assert stub.returncode == 0, stub.stdout
    bad = check("bad.py")
    assert [line.split(":")[1] for line in bad.stdout.splitlines() if ": error:" in line] == ["5", "6", "7"], bad.stdout


def test_stubs_have_every_verb():
    stub = pathlib.Path(pg.__file__).with_name("__init__.pyi").read_text()
    for name in pg._verbs.FUNCTIONS:
        assert f"\ndef {name}(" in stub


def test_page_does_what_it_shows(tmp_path, monkeypatch):
    for module in ("networkx", "pandas", "scipy"):
        pytest.importorskip(module)
    monkeypatch.chdir(tmp_path)
    page = (SOURCE / "docs" / "python.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    assert len(blocks) > 5
    names = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert names["stages"] and len(names["prospects"]) == 10


def test_notebook_runs(tmp_path):
    for module in ("nbconvert", "ipykernel", "matplotlib", "networkx", "pandas"):
        pytest.importorskip(module)
    out = tmp_path / "out.ipynb"
    notebook = SOURCE / "examples" / "python" / "first_steps.ipynb"
    # The kernel is this Python, whatever others are registered.
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps({
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3", "language": "python"}))
    env = {**os.environ, "JUPYTER_PATH": str(tmp_path), "JUPYTER_DATA_DIR": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython"),
           "MPLCONFIGDIR": str(tmp_path / "mpl")}
    run = subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", str(out),
                          str(notebook)], env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]
    cells = json.loads(out.read_text())["cells"]
    outputs = [o for c in cells if c["cell_type"] == "code" for o in c["outputs"]]
    assert any("image/png" in o.get("data", {}) for o in outputs)
    assert sum("text/html" in o.get("data", {}) for o in outputs) >= 3


def test_wheel_of_what_was_built(tmp_path, monkeypatch):
    """The build backend packs what CMake built, so that pip installs it."""
    monkeypatch.setenv("PULLGRAPH_PYTHON_BUILD", os.path.dirname(os.path.dirname(pg.__file__)))
    sys.path.insert(0, str(SOURCE / "python"))
    import backend

    name = backend.build_wheel(str(tmp_path))
    with zipfile.ZipFile(tmp_path / name) as wheel:
        names = wheel.namelist()
        assert {"pullgraph/__init__.py", "pullgraph/__init__.pyi", "pullgraph/py.typed"} <= set(names)
        assert any(n.startswith("pullgraph/_core.") for n in names)
        assert not any("__pycache__" in n for n in names)
        # What pip is told before it builds is what the wheel says.
        info = backend.prepare_metadata_for_build_wheel(str(tmp_path))
        for file in ("METADATA", "WHEEL"):
            assert wheel.read(f"{info}/{file}") == (tmp_path / info / file).read_bytes()
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        pytest.skip("pip is not there")
    target = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--disable-pip-version-check",
                    "-q", "--target", str(target), str(tmp_path / name)], check=True)
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    script = "import pullgraph as pg; print(pg.generate_community(members=9).num_members, pg.__file__)"
    out = subprocess.run([sys.executable, "-c", script], env={**env, "PYTHONPATH": str(target)}, check=True,
                         capture_output=True, text=True, cwd=tmp_path).stdout.split()
    assert out[0] == "9" and out[1].startswith(str(target))
