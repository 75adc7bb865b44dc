# SPDX-License-Identifier: Apache-2.0
"""Options drawn at random, and the same question asked in several ways."""
import command

# Words of each kind of value, good and bad.
VALUES = {
    "NUMBER": ("0", "1", "3", "10", ".5", "-1", "1e9", "1e308", "nan", "inf", "", "x", "4294967296", "0x10", "1,5"),
    "TIME": ("2025-06-01", "2025-06-01T12:00:00Z", "1900-01-01", "9999-12-31", "yesterday", "45366", ""),
    "FILE": ("small.pull", "tables", "rows.json", "/nowhere/x", "", "."),
    "WORD": ("x",),
}


def options_of(world):
    """{verb: [(option, kind, words)]}, as the command lists them."""
    found = {}
    for line in command.run(["reference", "options"], cwd=world.samples).out.decode().splitlines():
        verb, option, kind, words = (line.split("\t") + [""] * 4)[:4]
        found.setdefault(verb, []).append((option, kind, [w for w in words.split(",") if w]))
    return found


def trial(world, rng, listed):
    """Any options of any verb: an answer, or what is wrong with them."""
    verb = rng.choice([v for v in sorted(listed) if v not in ("reference", "import debian")])
    words = verb.split()
    folder = world.case("options")
    if not verb.startswith(("generate", "import")):
        words.append(world.samples / rng.choice(("small.pull", "undated.pull", "one.pull")))
    elif verb.startswith("import"):
        words.append(world.samples / rng.choice(("tables", "rows.json", "small.graphml", "one.txt")))
    for option, kind, known in rng.sample(listed[verb], min(len(listed[verb]), rng.randint(0, 4))):
        if not option.startswith("-") or option in ("--output", "--table", "--progress"):
            continue
        words.append(option)
        if known and rng.random() < .9:
            words.append(rng.choice(known))
        elif kind:
            value = rng.choice(VALUES.get(kind, VALUES["WORD"] + ("m3", "small.pull", "0", "")))
            # What may be large is large on purpose elsewhere.
            words.append(value if not verb.startswith("generate") else rng.choice(("0", "1", "40", "-1", "nan")))
    if verb.startswith(("generate", "import", "append", "merge", "derive", "select", "erase", "anonymise", "export", "report")):
        words += ["-o", folder / "out"]
    o = command.run(words, cwd=world.samples, seconds=60)
    return [(f, o.line(), folder) for f in command.faults(o)]


ASKED = (["rank"], ["rank", "--goal", "pulls"], ["edges"], ["attract"], ["access"], ["access", "--reach"], ["needs"], ["waste"],
         ["trajectory"], ["pace"], ["leverage", "--k", "3"], ["achieve"], ["convert"], ["info"], ["backtest"])


def differential(world, rng):
    """Threads, pipes and forms of a file make no difference."""
    folder = world.case("differential")
    seed = rng.randrange(1 << 30)
    make = command.run(["generate", "community", "--members", rng.randint(2, 300), "--ties", rng.randint(1, 900), "--signals",
                        rng.randint(1, 1500), "--resources", rng.randint(1, 60), "--seed", seed, "-o", "a.pull", "-q"], cwd=folder)
    if make.code == 2:
        return []  # Not so many ties among so few.
    found = [(f, make.line(), folder) for f in command.faults(make, (0,))]
    if found:
        return found
    command.run(["select", "a.pull", "--compact", "-o", "b.pull", "-q"], cwd=folder)
    words = rng.choice(ASKED)
    first = command.run([words[0], "a.pull", *words[1:], "--format", "json", "--threads", "1"], cwd=folder)
    answer = first.out[first.out.find(b'"results"'):]
    ways = ([["a.pull"], ["--threads", "2"], None], [["a.pull"], ["--threads", "7"], None], [["-"], [], folder / "a.pull"],
            [["b.pull"], [], None])
    for name, more, stdin in rng.sample(ways, 2):
        if name == ["b.pull"] and not (folder / "b.pull").exists():
            continue
        o = command.run([words[0], *name, *words[1:], "--format", "json", *more], cwd=folder, stdin=stdin)
        if o.code != first.code or o.out[o.out.find(b'"results"'):] != answer:
            found.append((f"another answer than {first.line()}", o.line(), folder))
    return found
