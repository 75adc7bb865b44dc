# SPDX-License-Identifier: Apache-2.0
"""The n-th allocation, read, write, open, sync, link, map or thread fails."""
import errno
import pathlib
import shutil
import subprocess

import command
from interruption import WRITERS, left, words_in

WHAT = {
    "alloc": (errno.ENOMEM,),
    "read": (errno.EIO, errno.EINTR, -1),
    "write": (errno.ENOSPC, errno.EIO, errno.EINTR, -1),
    "open": (errno.EACCES, errno.EMFILE, errno.ENOENT),
    "sync": (errno.EIO, errno.ENOSPC),
    "link": (errno.EACCES, errno.ENOSPC, errno.EEXIST),
    "map": (errno.ENOMEM, errno.ENODEV),
    "thread": (errno.EAGAIN,),
}
READERS = (["info", "SMALL"], ["validate", "SMALL"], ["cat", "SMALL"], ["rank", "SMALL"], ["edges", "SMALL"], ["needs", "SMALL"],
           ["trajectory", "SMALL"], ["import", "ROWS", "-o", "OUT"])


def library(world):
    """The preloaded library; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    made = world.folder / "fail_nth.so"
    source = pathlib.Path(__file__).with_name("fail_nth.c")
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return made


def trial(world, rng, preload, sites):
    """One call of one command fails: the same result, or a sentence and no result."""
    folder = world.case("injection")
    words = words_in(world, folder, rng.choice(WRITERS + READERS))
    words = [world.samples / "rows.json" if w == "ROWS" else w for w in words] + ["--threads", rng.choice(("1", "2"))]
    what = rng.choice(list(WHAT))
    environment = {"LD_PRELOAD": str(preload), "FAIL_WHAT": what, "FAIL_AT": "0", "FAIL_ERRNO": "0", "FAIL_COUNT": str(folder / "count")}
    whole = command.run(words, cwd=folder, environment=environment)
    if whole.code != 0:
        return [(f"fails without a fault: exit code {whole.code}: {whole.err.strip()[-200:]}", whole.line(), folder)]
    calls = int((folder / "count").read_text(encoding="ascii"))
    (folder / "count").unlink()
    out = folder / "out"
    new = out.read_bytes() if out.exists() else None
    out.unlink(missing_ok=True)
    site = (str(words[0]), what)
    sites[site] = max(sites.get(site, 0), calls)
    if calls == 0:
        return []
    known = {p.name for p in folder.iterdir()}
    environment |= {"FAIL_AT": str(rng.randint(1, calls)), "FAIL_ERRNO": str(rng.choice(WHAT[what]))}
    del environment["FAIL_COUNT"]
    o = command.run(words, cwd=folder, environment=environment)
    found = []
    found += command.faults(o)
    if o.code == 0 and o.out != whole.out:
        found.append("another answer")
    if o.code == 0 and new is not None and (not out.exists() or out.read_bytes() != new):
        found.append("succeeded, and the output is not whole")
    # What was whole and in its place before the fault may stay.
    rest = [n for n in left(folder, known) if n != "out" or out.read_bytes() != new]
    if o.code != 0 and rest:
        found.append(f"left {rest}")
    how = " ".join(f"{k}={v}" for k, v in environment.items())
    return [(f"{what} {environment['FAIL_AT']} of {calls} ({environment['FAIL_ERRNO']}): {f}", f"{how} {o.line()}", folder) for f in found]
