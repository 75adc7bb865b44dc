# SPDX-License-Identifier: Apache-2.0
"""Communities of extreme shape through every verb: an answer, or a sentence why there is none,
within instructions and bytes that grow with the rows of the community and nothing else."""
import re
import shutil
import subprocess

import command

# What each verb and mode is asked. M is a member.
QUESTIONS = (
    "info", "validate", "cat", "export -o OUTFOLDER", "export -o out --format graphml", "export -o out --format gexf",
    "export -o out --format dot", "export -o out --format node-link", "report -o out", "report --explore -o out",
    "select --member M --hops 2 -o out", "derive --ties-from same-resource -o out", "identities",
    "anonymise --key KEY -o out", "erase M -o out",
    "access", "access M", "access --reach", "access --brokers", "access --closeness", "attract", "attract M",
    "achieve M", "achieve --holes", "edges", "trajectory", "trajectory --clusters", "trajectory --adoption", "leverage --k 3",
    "leverage --k 3 --spread-check", "pace", "pace --rhythm", "pace --of tenure", "convert", "rank", "rank --goal pulls", "needs", "waste",
    "waste --spare", "backtest", "backtest --pulls", "backtest --contacts",
)

# For a run of any verb, and for each row beside. Where instructions cannot be counted,
# processor seconds stand for them, but not in a test.
MOST_INSTRUCTIONS = (60e9, 400_000)
MOST_SECONDS = (30, 200e-6)
MOST_KB = (512 << 10, 8)

BIG = {"members": 300_000, "star": 3_000_000, "path": 2_000_000, "clique": 3000, "signals": 1_000_000, "topics": 100_000}
SMALL = {"members": 5000, "star": 5000, "path": 5000, "clique": 120, "signals": 5000, "topics": 2000}


def _tables(folder, **tables):
    """Writes CSV tables given as (header, rows)."""
    folder.mkdir()
    for name, (header, rows) in tables.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8") as f:
            f.write(header + "\n")
            f.writelines(row + "\n" for row in rows)
    return ["import", folder]


def _edges(path, pairs):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(f"{a} {b}\n" for a, b in pairs)
    return ["import", "edges", path]


def _busy(folder, size):
    """One member does everything."""
    return _tables(folder, members=("id", ["a", "b"]), resources=("id,kind", [f"r{i},content" for i in range(100)]),
                   markets=("id", ["us"]), memberships=("market,member,status,valid_from", ["us,b,customer,2025-03-01"]),
                   signals=("member,object,kind,at", [f"a,r{i % 100},view,{1735689600 + 31 * i % 31000000}" for i in range(size)]))


def _topics(folder, size):
    return _tables(folder, topics=("id", [f"t{i}" for i in range(size)]), members=("id", [f"m{i}" for i in range(50)]),
                   signals=("member,object_kind,object,kind,at",
                            [f"m{i % 50},topic,t{i},ask,{1735689600 + 300 * i}" for i in range(size)]))


def _same_moment(folder, size):
    """Everything happened at once."""
    at = "2025-06-01T12:00:00Z"
    return _tables(folder, members=("id,joined_at", [f"m{i},{at}" for i in range(300)]),
                   resources=("id,kind,published_at,offered_by", [f"r{i},product,{at},us" for i in range(20)]), markets=("id", ["us"]),
                   memberships=("market,member,status,valid_from", [f"us,m{i},customer,{at}" for i in range(40)]),
                   ties=("from,to,at", [f"m{i % 300},m{(i * 7 + 1) % 300},{at}" for i in range(600) if i % 300 != (i * 7 + 1) % 300]),
                   signals=("member,object,kind,at", [f"m{i % 300},r{i % 20},view,{at}" for i in range(size)]),
                   touches=("member,resource,sent_at,outcome", [f"m{i % 300},r{i % 20},{at},opened" for i in range(300)]))


def _extremes(folder, _):
    """The largest and the smallest numbers and dates that there may be."""
    first, last = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"
    most = ("1e15", "-1e15", "1e-300", "0")
    return _tables(folder, members=("id,joined_at,needs,offers", [f"m{i},{(first, last)[i % 2]},t:1e12,t:1e-38" for i in range(40)]),
                   topics=("id", ["t"]), resources=("id,kind,cost,published_at,offered_by", [f"r{i},product,{abs(float(most[i % 4]))},{(first, last)[i % 2]},us"
                                                                                  for i in range(8)]), markets=("id", ["us"]),
                   memberships=("market,member,status,valid_from", [f"us,m{i},customer,{(first, '2025-01-01')[i % 2]}" for i in range(12)]),
                   ties=("from,to,count,strength,first_at,last_at",
                         [f"m{i},m{(i + 1) % 40},4294967295,{('1', '1e-38')[i % 2]},{first},{last}" for i in range(40)]),
                   signals=("member,object,kind,at,weight", [f"m{i % 40},r{i % 8},view,{(first, last, '2025-01-01')[i % 3]},{('1e12', '1e-38')[i % 2]}"
                                                             for i in range(400)]),
                   touches=("member,resource,sent_at,cost,value,outcome", [f"m{i % 40},r{i % 8},2025-01-0{1 + i % 9},1e15,{most[i % 4]},converted"
                                                                          for i in range(200)]))


def shapes(size):
    """{name: maker(folder)}: the words that bring it in."""
    return {
        "nobody": lambda f: _tables(f / "t", members=("id", [])),
        "one": lambda f: _edges(f / "e", [("a", "a")]),
        "alone": lambda f: _tables(f / "t", members=("id", [f"m{i}" for i in range(size["members"])])),
        "star": lambda f: _edges(f / "e", ((0, i) for i in range(1, size["star"]))),
        "path": lambda f: _edges(f / "e", ((i, i + 1) for i in range(size["path"]))),
        "clique": lambda f: _edges(f / "e", ((i, j) for i in range(size["clique"]) for j in range(i))),
        "busy": lambda f: _busy(f / "t", size["signals"]),
        "topics": lambda f: _topics(f / "t", size["topics"]),
        "same_moment": lambda f: _same_moment(f / "t", size["signals"]),
        "extremes": lambda f: _extremes(f / "t", size),
    }


def _rows_of(world, pull):
    """Members, ties, signals and the rest, in all; and a member."""
    o = command.run(["cat", pull], cwd=world.folder, seconds=600)
    rows = o.out.count(b"\n")
    member = next((line.split(b'"id":"', 1)[1].split(b'"', 1)[0].decode() for line in o.out.splitlines()
                   if line.startswith(b'{"member"') and b'"id":"' in line), "nobody")
    return rows, member


def made(world, name, size, big):
    """The community's file, its rows and a member; or None and what went wrong."""
    folder = world.folder / "shapes" / (name + ("-big" if big else ""))
    pull = folder / "c.pull"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        words = shapes(size)[name](folder)
        o = command.run([*words, "-o", pull, "-q"], cwd=folder, seconds=600)
        if o.code != 0:
            return None, [(f"{name}: cannot be brought in: {o.err.strip()[-300:]}", o.line(), folder)]
        rows, member = _rows_of(world, pull)
        (folder / "done").write_text(f"{rows} {member}", encoding="utf-8")
    rows, member = (folder / "done").read_text(encoding="utf-8").split(" ", 1)
    return (pull, int(rows), member), []


def can_count():
    """Whether instructions can be counted here."""
    try:
        return subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", "true"], capture_output=True, check=False).stderr.split(b",")[0].isdigit()
    except OSError:
        return False


def trial(world, rng, figures, counts):
    """One shape, one question."""
    name = rng.choice(sorted(shapes(SMALL)))
    return ask(world, name, rng.choice(QUESTIONS), rng.random() < .25 and not command.UNTIMED, figures, counts)


def ask(world, name, question, big, figures, counts):
    """Faults of one question to one shape; its figures are added to `figures`."""
    community, found = made(world, name, BIG if big else SMALL, big)
    if community is None:
        return found
    pull, rows, member = community
    folder = world.case("shape")
    (folder / "key").write_text("0123456789abcdef0123456789abcdef", encoding="ascii")
    verb, *more = [{"M": member, "OUTFOLDER": "out.d", "KEY": "key"}.get(w, w) for w in question.split()]
    o = command.run([verb, pull, *more], cwd=folder, seconds=600, counted=folder / "instructions" if counts else None)
    found = command.faults(o)
    if o.code == 3 and "look at that place" in o.err:
        found.append(f"what was asked does not go with this community, but the mend is one for a faulty file: {o.err.strip()[-300:]}")
    if re.search(rb"(?<![a-z])(inf|nan)(?![a-z])", o.out):
        found.append("prints what is no number")
    kb = MOST_KB[0] + MOST_KB[1] * rows
    if o.peak_kb > kb:
        found.append(f"{o.peak_kb:,} KB touched for {rows:,} rows, {kb:,} are the most")
    unit, spent, bound = ("instructions", o.instructions, MOST_INSTRUCTIONS) if counts else ("processor seconds", o.cpu, MOST_SECONDS)
    most = bound[0] + bound[1] * rows
    if spent > most and (counts or not command.UNTIMED):
        found.append(f"{spent:.3g} {unit} for {rows:,} rows, {most:.3g} are the most")
    figures.append((spent / most, o.peak_kb / kb, name, question, rows))
    return [(f"{name} ({rows:,} rows): {f}", o.line(), folder) for f in found]
