# SPDX-License-Identifier: Apache-2.0
"""The fuzz targets, each for some seconds, with a corpus that grows in the scratch folder."""
import os
import pathlib
import re
import shutil
import subprocess


def targets(build):
    """Programs of the fuzz targets."""
    return sorted(p for p in pathlib.Path(build, "bin").glob("*_fuzz"))


def one(world, target, seconds, seed):
    """Runs it; returns (executions, coverage, failures)."""
    name = target.name.removesuffix("_fuzz")
    grown = world.folder / "corpus" / name
    grown.mkdir(parents=True, exist_ok=True)
    found = world.failures / f"fuzz-{name}-"
    world.failures.mkdir(exist_ok=True)
    seeds = world.source / "tests" / "fuzz" / "corpus" / name
    words = [target, f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=20", "-rss_limit_mb=2048", "-entropic=0", "-print_final_stats=1",
             f"-artifact_prefix={found}", grown, *([seeds] if seeds.is_dir() else [])]
    scratch = world.case(f"fuzz_{name}")
    # Most of the time goes to the inputs: not to their choice, to stacks or to freed memory.
    environment = {**os.environ, "ASAN_OPTIONS": "malloc_context_size=1:quarantine_size_mb=8"}
    o = subprocess.run([str(w) for w in words], cwd=scratch, env=environment, capture_output=True, check=False)
    text = o.stderr.decode(errors="replace")
    count = re.search(r"number_of_executed_units: (\d+)", text)
    cover = re.findall(r"cov: (\d+)", text)
    shutil.rmtree(scratch, ignore_errors=True)
    failures = []
    if o.returncode != 0:
        input_of = re.search(r"Test unit written to (\S+)", text)
        failures.append((f"{name}: " + next((line for line in text.splitlines() if "ERROR" in line), text[-200:])[:300],
                         f"{target} {input_of.group(1) if input_of else ''}", None))
    return int(count.group(1)) if count else 0, int(cover[-1]) if cover else 0, failures
