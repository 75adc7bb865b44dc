# SPDX-License-Identifier: Apache-2.0
"""Files with bytes changed, cut, doubled, moved."""
import command

LOOK = (["info"], ["validate"], ["cat"], ["export", "-o", "out.json"], ["cat", "--format", "pb"])
ASK = (["rank"], ["edges"], ["attract"], ["access"], ["needs"], ["waste"], ["trajectory"], ["pace"], ["report", "-o", "out.html"])


def mutated(data, rng):
    """The bytes after one to eight changes."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if not data:
            break
        at = rng.randrange(len(data))
        end = min(len(data), at + rng.choice((1, 2, 7, 64, 1024)))
        what = rng.randrange(7)
        if what == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif what == 1:
            data[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, ord('"'), ord("<"), ord("\n"), rng.randrange(256)))
        elif what == 2:
            del data[at:]
        elif what == 3:
            del data[at:end]
        elif what == 4:
            data[at:at] = data[at:end] * rng.choice((1, 1, 2, 50))
        elif what == 5:
            other = rng.randrange(len(data))
            data[at:end], data[other:other + end - at] = data[other:other + end - at], data[at:end]
        else:
            number = rng.choice((b"-1", b"1e999999", b"99999999999999999999", b"nan", b"0", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
            data[at:end] = number
    return bytes(data)


def of_communities(world, rng):
    """A file of ours: the answer of the original, or a clear error."""
    path = rng.choice(world.communities)
    original = path.read_bytes()
    data = mutated(original, rng)
    folder = world.case("community")
    (folder / "x.pull").write_bytes(data)
    verb, *rest = rng.choice(LOOK if rng.random() < .7 else ASK)
    piped = rng.random() < .3
    o = command.run([verb, "-" if piped else "x.pull", *rest], cwd=folder, stdin=folder / "x.pull" if piped else None)
    found = command.faults(o)
    # One bit or more is not what was written: a checksum tells. Unless nothing was changed.
    if not found and o.code == 0 and data != original:
        found.append("a changed file was taken for whole")
    if verb in ("info", "validate", "cat", "export"):
        found += command.memory_fault(o, len(data))
    return [(f, o.line(), folder) for f in found]


def of_inputs(world, rng):
    """Any other file, brought in or looked at."""
    path = rng.choice(world.inputs)
    data = mutated(path.read_bytes()[:1 << 20], rng)
    folder = world.case("input")
    name = f"x{path.suffix}" if rng.random() < .5 else "x"
    (folder / name).write_bytes(data)
    words = rng.choice((["import", name, "-o", "out.pull"], ["import", name, "--dry-run"], ["info", name], ["cat", name]))
    o = command.run(words, cwd=folder)
    found = command.faults(o) + command.memory_fault(o, len(data))
    if words[0] == "import" and o.code == 0 and "-o" in words:
        check = command.run(["validate", "out.pull"], cwd=folder)
        found += [f"what it wrote: {f}" for f in command.faults(check, (0, 1))]
    if o.code != 0 and (folder / "out.pull").exists():
        found.append("a file was left by a run that failed")
    return [(f, o.line(), folder) for f in found]


def of_results(world, rng):
    """Results of a verb."""
    path = rng.choice(world.results)
    data = mutated(path.read_bytes(), rng)
    folder = world.case("results")
    (folder / "x.pb").write_bytes(data)
    words = rng.choice((["cat", "x.pb"], ["compare", "x.pb", path], ["compare", path, "x.pb"]))
    o = command.run(words, cwd=folder)
    return [(f, o.line(), folder) for f in command.faults(o) + command.memory_fault(o, len(data) + path.stat().st_size)]
