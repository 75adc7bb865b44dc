# SPDX-License-Identifier: Apache-2.0
"""Kills and signals at random moments, pipes that close, two writers of one name."""
import pathlib
import shutil
import signal
import subprocess

import command

WRITERS = (
    ["generate", "community", "--members", "3000", "-o", "OUT"],
    ["export", "SMALL", "-o", "OUT", "--format", "graphml"],
    ["cat", "SMALL", "-o", "OUT"],
    ["report", "SMALL", "-o", "OUT"],
    ["rank", "SMALL", "--format", "csv", "-o", "OUT"],
    ["import", "TABLES", "-o", "OUT"],
    ["merge", "SMALL", "COMPACT", "-o", "OUT"],
    ["select", "SMALL", "--member", "m3", "--hops", "2", "-o", "OUT"],
    ["erase", "SMALL", "m5", "-o", "OUT"],
    ["derive", "SMALL", "--ties-from", "same-event", "-o", "OUT"],
    ["anonymise", "SMALL", "--key", "KEY", "-o", "OUT"],
)

SLOW = (
    ["info", "L"], ["validate", "L"], ["cat", "L", "-o", "OUT"], ["export", "L", "-o", "OUT", "--format", "node-link"],
    ["export", "L", "-o", "OUTFOLDER"], ["rank", "L"], ["attract", "L"], ["edges", "L"], ["access", "L"],
    ["access", "L", "--reach"], ["access", "L", "--brokers"], ["access", "L", "--closeness"], ["needs", "L"], ["waste", "L"],
    ["waste", "L", "--spare"], ["trajectory", "L"], ["pace", "L"], ["pace", "L", "--rhythm"], ["leverage", "L", "--k", "3"],
    ["leverage", "L", "--k", "3", "--spread-check"], ["achieve", "L", "--holes"], ["convert", "L"], ["backtest", "L"], ["report", "L", "-o", "OUT"],
    ["report", "L", "--explore", "-o", "OUT"], ["select", "L", "--since", "2025-06-01", "-o", "OUT"], ["merge", "L", "L", "-o", "OUT"],
    ["derive", "L", "--ties-from", "same-resource", "-o", "OUT"], ["identities", "L"], ["anonymise", "L", "--key", "KEY", "-o", "OUT"],
    ["generate", "community", "--members", "300000", "-o", "OUT"], ["generate", "kronecker", "--scale", "20", "-o", "OUT"],
)


def words_in(world, folder, words):
    """Words with the names of files put in."""
    key = folder / "key"
    if not key.exists():
        key.write_text("0123456789abcdef0123456789abcdef", encoding="ascii")
    names = {"OUT": "out", "OUTFOLDER": "out.d", "SMALL": world.samples / "small.pull", "COMPACT": world.samples / "compact.pull",
             "TABLES": world.samples / "tables", "KEY": key, "L": world.large() if "L" in words else ""}
    return [names.get(w, w) for w in words]


def left(folder, known):
    """Names that were not there before."""
    return sorted(p.name for p in pathlib.Path(folder).iterdir() if p.name not in known)


def kills(world, rng):
    """kill -9 of a writer: what was there, or what is new, and nothing else."""
    folder = world.case("kill")
    words = words_in(world, folder, rng.choice(WRITERS))
    whole = command.run(words, cwd=folder)
    if whole.code != 0:
        return [(f"exit code {whole.code}: {whole.err.strip()[-200:]}", whole.line(), folder)]
    new = (folder / "out").read_bytes()
    old = b"what was there before"
    (folder / "out").write_bytes(old)
    known = {p.name for p in folder.iterdir()}
    o = command.run(words, cwd=folder, send=signal.SIGKILL, after=rng.random() * whole.wall * 1.05)
    found = []
    now = (folder / "out").read_bytes()
    if now not in (old, new):
        found.append(f"killed: {len(now)} bytes are neither old nor new")
    if left(folder, known):
        found.append(f"killed: left {left(folder, known)}")
    return [(f, o.line(), folder) for f in found]


def signals(world, rng, slowest):
    """SIGINT and SIGTERM: ends within a second of processor time with 130, and leaves nothing."""
    folder = world.case("signal")
    words = words_in(world, folder, rng.choice(SLOW))
    known = {p.name for p in folder.iterdir()}
    sent, after = rng.choice((signal.SIGINT, signal.SIGTERM)), rng.random() * 3
    o = command.run(words, cwd=folder, send=sent, after=after, seconds=120)
    found = []
    # It was faster; or the signal was, before the program listened.
    if o.code == 0 or (o.code == -sent and after < .05):
        return []
    if o.code != 130:
        found += command.faults(o, ()) or [f"exit code {o.code}, expected 130"]
    if o.stop_cpu > 1 and not command.UNTIMED:
        found.append(f"went on for {o.stop_cpu:.2f} s of processor time after the signal")
    slowest.append((o.stop_cpu, o.line()))
    if left(folder, known):
        found.append(f"left {left(folder, known)}")
    for p in folder.iterdir():
        if p.is_dir():
            shutil.rmtree(p)
    return [(f, o.line(), folder) for f in found]


def pipes(world, rng):
    """A reader that goes early: no word, no error."""
    words = [command.BINARY, rng.choice(("cat", "rank", "info", "edges", "attract")), str(world.samples / "small.pull"), "--format",
             "json"]
    words = words[:3] if words[1] == "cat" else words
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(rng.randrange(64))
        process.stdout.close()
        err = process.stderr.read().decode(errors="replace")
        code = process.wait()
    return [] if code == 0 and "pullgraph:" not in err else [(f"a reader that goes: exit code {code}: {err[-200:]}", " ".join(words), world.folder)]


def writers(world, rng):
    """Two writers of one name: the result of one of them, whole."""
    folder = world.case("writers")
    seeds = rng.sample(range(1000), 2)
    words = [["generate", "community", "--members", "300", "--seed", str(s), "-o", "out", "-q"] for s in seeds]
    wholes = []
    for w in words:
        command.run(w, cwd=folder)
        wholes.append((folder / "out").read_bytes())
    both = [subprocess.Popen([command.BINARY, *w], cwd=folder) for w in words]
    codes = [p.wait() for p in both]
    now = (folder / "out").read_bytes()
    found = [] if codes == [0, 0] and now in wholes else [f"two writers: codes {codes}, whole: {now in wholes}"]
    if left(folder, {"out"}):
        found.append(f"two writers: left {left(folder, {'out'})}")
    return [(f, " ".join(map(str, words[0])), folder) for f in found]
