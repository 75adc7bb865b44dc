# SPDX-License-Identifier: Apache-2.0
"""How pip builds the module (PEP 517): by CMake, into a wheel. Needs a compiler, CMake, Ninja and
the libraries that scripts/setup installs; takes PULLGRAPH_PYTHON_BUILD, a folder that holds a
built package, instead if that is set."""

import base64
import csv
import hashlib
import io
import os
import pathlib
import re
import subprocess
import sysconfig
import tarfile
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TAG = f"cp{sysconfig.get_python_version().replace('.', '')}"


def _project():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return {key: re.search(rf'^{key} = "(.*)"$', text, re.M).group(1)
            for key in ("name", "version", "description", "requires-python")}


def _built(folder):
    """The folder that holds the package, built in `folder` unless it is there."""
    ready = os.environ.get("PULLGRAPH_PYTHON_BUILD")
    if ready:
        return pathlib.Path(ready)
    import sys

    subprocess.run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-D", "CMAKE_BUILD_TYPE=Release",
                    "-D", "PULLGRAPH_BUILD_TESTS=OFF", "-D", "PULLGRAPH_BUILD_BENCH=OFF",
                    "-D", f"PULLGRAPH_PYTHON={sys.executable}"], check=True)
    subprocess.run(["cmake", "--build", folder, "--target", "pullgraph_python_package"], check=True)
    return pathlib.Path(folder) / "python"


def _metadata(project):
    lines = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}",
             f"Summary: {project['description']}", f"Requires-Python: {project['requires-python']}",
             "License: Apache-2.0", "Requires-Dist: numpy", "Description-Content-Type: text/markdown", "",
             (ROOT / "README.md").read_text(encoding="utf-8")]
    return "\n".join(lines)


def _tag():
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"{TAG}-{TAG}-{platform}"


def _info(project):
    """{name: content} of the folder that says what a wheel is, and the folder."""
    wheel = f"Wheel-Version: 1.0\nGenerator: pullgraph\nRoot-Is-Purelib: false\nTag: {_tag()}\n"
    return f"{project['name']}-{project['version']}.dist-info", {"METADATA": _metadata(project), "WHEEL": wheel}


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """So that pip need not build it to know what it is."""
    folder, files = _info(_project())
    place = pathlib.Path(metadata_directory, folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / name).write_text(content, encoding="utf-8")
    return folder


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    project = _project()
    tag = _tag()
    info, about = _info(project)
    name = f"{project['name']}-{project['version']}-{tag}.whl"
    record = []
    with tempfile.TemporaryDirectory() as folder, \
            zipfile.ZipFile(os.path.join(wheel_directory, name), "w", zipfile.ZIP_DEFLATED) as wheel:

        def add(path, content):
            wheel.writestr(path, content)
            sum = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append((path, f"sha256={sum}", len(content)))

        package = _built(folder) / "pullgraph"
        for file in sorted(package.iterdir()):
            if file.is_file() and file.suffix in (".py", ".pyi", ".so", ".typed") or file.name == "py.typed":
                add(f"pullgraph/{file.name}", file.read_bytes())
        for file, content in about.items():
            add(f"{info}/{file}", content.encode())
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows([*record, (f"{info}/RECORD", "", "")])
        wheel.writestr(f"{info}/RECORD", lines.getvalue())
    return name


def build_sdist(sdist_directory, config_settings=None):
    project = _project()
    base = f"{project['name']}-{project['version']}"
    files = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(os.path.join(sdist_directory, f"{base}.tar.gz"), "w:gz") as archive:
        for file in files.decode().split("\0"):
            if file:
                archive.add(ROOT / file, f"{base}/{file}", recursive=False)
        content = _metadata(project).encode()
        entry = tarfile.TarInfo(f"{base}/PKG-INFO")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return f"{base}.tar.gz"
