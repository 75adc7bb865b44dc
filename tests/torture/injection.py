# SPDX-License-Identifier: Apache-2.0
"""The n-th allocation, read, write, open, sync, link, map or thread fails."""
import collections
import concurrent.futures
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


TINY = {
    "members": "id,display_name\na,Ada\nb,Bob\nc,Cy\n", "ties": "from,to,at\na,b,2025-01-01\nb,c,2025-02-01\n",
    "resources": "id,kind,offered_by\nr,product,us\n", "markets": "id\nus\n",
    "memberships": "market,member,status,valid_from\nus,a,customer,2025-01-05\n",
    "signals": "member,object,kind,at\na,r,view,2025-01-03\nb,r,view,2025-02-03\n",
}


def whole_run(words, folder, preload, what):
    """(outcome without a fault, calls that may fail, what it wrote)."""
    environment = {"LD_PRELOAD": str(preload), "FAIL_WHAT": what, "FAIL_AT": "0", "FAIL_ERRNO": "0", "FAIL_COUNT": str(folder / "count")}
    whole = command.run(words, cwd=folder, environment=environment)
    calls = int((folder / "count").read_text(encoding="ascii")) if whole.code == 0 else 0
    (folder / "count").unlink(missing_ok=True)
    out = folder / "out"
    new = out.read_bytes() if out.exists() else None
    out.unlink(missing_ok=True)
    return whole, calls, new


def fail(words, folder, preload, what, at, error, whole, new):
    """One call fails: the same result, or a sentence and no result. (outcome, faults)"""
    known = {p.name for p in folder.iterdir()}
    out = folder / "out"
    environment = {"LD_PRELOAD": str(preload), "FAIL_WHAT": what, "FAIL_AT": str(at), "FAIL_ERRNO": str(error)}
    o = command.run(words, cwd=folder, environment=environment)
    found = command.faults(o)
    if o.code == 0 and o.out != whole.out:
        found.append("another answer")
    if o.code == 0 and new is not None and (not out.exists() or out.read_bytes() != new):
        found.append("succeeded, and the output is not whole")
    # What was whole and in its place before the fault may stay.
    rest = [n for n in left(folder, known) if n != "out" or out.read_bytes() != new]
    if o.code != 0 and rest:
        found.append(f"left {rest}")
    out.unlink(missing_ok=True)
    how = " ".join(f"{k}={v}" for k, v in environment.items())
    return o, [(f"{what} {at} ({error}): {f}", f"{how} {o.line()}", folder) for f in found]


def trial(world, rng, preload, sites):
    """One call of one command."""
    folder = world.case("injection")
    words = words_in(world, folder, rng.choice(WRITERS + READERS))
    words = [world.samples / "rows.json" if w == "ROWS" else w for w in words] + ["--threads", rng.choice(("1", "2"))]
    what = rng.choice(list(WHAT))
    whole, calls, new = whole_run(words, folder, preload, what)
    if whole.code != 0:
        return [(f"fails without a fault: exit code {whole.code}: {whole.err.strip()[-200:]}", whole.line(), folder)]
    site = (str(words[0]), what)
    sites[site] = max(sites.get(site, 0), calls)
    return fail(words, folder, preload, what, rng.randint(1, calls), rng.choice(WHAT[what]), whole, new)[1] if calls > 0 else []


def every(world, preload, take, lanes):
    """Every call of four commands on a tiny community, one after the other, with every error."""
    tiny = world.case("tiny")
    (tiny / "t").mkdir()
    for name, text in TINY.items():
        (tiny / "t" / f"{name}.csv").write_text(text, encoding="utf-8")
    world.need(["import", "csv", tiny / "t", "-o", tiny / "t.pull", "-q"])

    def lane(words, what, whole, new, number):
        folder = world.case(f"every-{number}")
        calls = whole[1]
        ended = collections.Counter()
        for at in range(number + 1, calls + 1, lanes):
            for error in WHAT[what]:
                o, found = fail(words, folder, preload, what, at, error, whole[0], new)
                ended[o.code] += 1
                if what == "alloc" and o.code not in (0, 5):
                    found.append((f"allocation {at}: exit code {o.code}, expected 0 or 5", o.line(), folder))
                take(found)
        return ended

    (tiny / "key").write_text("0123456789abcdef0123456789abcdef", encoding="ascii")
    for words in (["info", tiny / "t.pull"], ["rank", tiny / "t.pull"], ["import", "csv", tiny / "t", "-o", "out", "-q"],
                  ["anonymise", tiny / "t.pull", "--key", tiny / "key", "-o", "out", "-q"]):
        for what in WHAT:
            whole, calls, new = whole_run(words, world.case("every"), preload, what)
            with concurrent.futures.ThreadPoolExecutor(lanes) as pool:
                jobs = [pool.submit(lane, words, what, (whole, calls), new, i) for i in range(lanes)]
                ended = sum((j.result() for j in jobs), collections.Counter())
            codes = ", ".join(f"{count:,} with {code}" for code, count in sorted(ended.items()))
            print(f"every {what:7} of {' '.join(map(str, words[:2 if words[0] == 'import' else 1])):11}: {calls:6,} calls; ended {codes or 'never'}", flush=True)
