# SPDX-License-Identifier: Apache-2.0
"""Too little memory, too few files, a full disk, a small stack."""
import resource

import command
from interruption import WRITERS, left, words_in

VERBS = ("info", "validate", "cat", "rank", "edges", "attract", "access", "needs", "waste", "trajectory", "pace", "leverage",
         "achieve", "convert", "report")


def trial(world, rng):
    """One limit, one command: succeeds, or says why it cannot."""
    folder = world.case("limits")
    if rng.random() < .5:
        words = words_in(world, folder, rng.choice(WRITERS))
    else:
        words = [rng.choice(VERBS), world.samples / "small.pull"] + []
        if words[0] == "report":
            words += ["-o", "out"]
    known = {p.name for p in folder.iterdir()}
    what = rng.choice(("memory", "file", "files", "stack", "full"))
    limits, stdout = {}, None
    if what == "memory":
        limits = {resource.RLIMIT_AS: rng.choice((40, 60, 80, 100, 130, 160, 200, 300)) << 20}
    elif what == "file":
        limits = {resource.RLIMIT_FSIZE: rng.choice((0, 1, 100, 4096, 65536))}
    elif what == "files":
        limits = {resource.RLIMIT_NOFILE: rng.randint(4, 12)}
    elif what == "stack":
        limits = {resource.RLIMIT_STACK: rng.choice((128, 256, 1024)) << 10}
    elif "out" not in words:
        stdout = "/dev/full"
    o = command.run(words, cwd=folder, limits=limits, stdout=stdout)
    # Where the loader itself finds no room there is nobody to tell of it.
    if what in ("memory", "files") and o.code == 127:
        return []
    found = command.faults(o)
    if what == "full" and stdout and o.code == 0 and words[0] not in ("report",):
        found.append("a full disk was not noticed")
    rest = [n for n in left(folder, known) if not (n == "out" and o.code == 0)]
    if rest:
        found.append(f"left {rest}")
    limit = " ".join(f"{k}={v}" for k, v in limits.items()) or stdout or "no limit"
    return [(f"{what} ({limit}): {f}", o.line(), folder) for f in found]
