#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything that may go wrong, at random, until the time is up; see scripts/torture."""
import argparse
import collections
import concurrent.futures
import multiprocessing
import os
import pathlib
import random
import shutil
import sys
import time

import choices
import command
import corruption
import fuzzing
import injection
import interruption
import limits
import shapes
import world as worlds

KEPT = 200  # Failures whose files are kept.


class Torture:
    """Counts and failures."""

    def __init__(self, world):
        self.world, self.counts, self.failures = world, collections.Counter(), []
        self.executions, self.coverage, self.ratios, self.slowest, self.sites, self.figures = {}, {}, [], [], {}, []

    def take(self, kind, seed, found):
        """Keeps what failed, with its files, and says so at once."""
        self.counts[kind] += 1
        for what, line, folder in found:
            number = len(self.failures) + 1
            kept = ""
            if folder is not None and number <= KEPT and pathlib.Path(folder).is_dir() and folder != self.world.folder:
                kept = self.world.failures / f"{number}-{kind}"
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(folder, kept)
            self.failures.append((kind, what, line))
            print(f"FAILED {kind} (seed {seed}): {what}\n  cd {kept or '.'} && {line}", flush=True)

    def report(self):
        """Counts by kind, the worst figures, the sum. True if nothing failed."""
        print()
        failed = collections.Counter(kind for kind, _, _ in self.failures)
        for kind, count in sorted(self.counts.items()):
            print(f"{kind:14} {count:9,} tried, {failed[kind]} failed")
        for name, count in sorted(self.executions.items()):
            print(f"  fuzz {name:18} {count:12,} executions, coverage {self.coverage.get(name, 0):,}")
        if self.executions:
            print(f"  fuzz {'in all':18} {sum(self.executions.values()):12,} executions")
        if self.ratios:
            ratio, kind, line = max(self.ratios)
            print(f"peak memory over what is allowed (64 a byte + 64 MiB), worst: {ratio:.2f} ({kind}: {line})")
        if self.sites:
            print(f"calls that may fail, of {len(self.sites)} verbs and kinds of call: {sum(self.sites.values()):,}")
        for what, at in (("work", 0), ("memory", 1)):
            if self.figures and max(f[at] for f in self.figures) > 0:
                worst = max(self.figures, key=lambda f, at=at: f[at])
                print(f"{what} over what is allowed, worst of all shapes: {worst[at]:.2f} ({worst[2]}, {worst[4]:,} rows: {worst[3]})")
        if self.slowest:
            seconds, line = max(self.slowest)
            print(f"slowest to stop after a signal: {seconds:.2f} s of processor time ({line})")
        print(f"\n{sum(self.counts.values()):,} tried, {len(self.failures)} failed")
        return not self.failures


def arguments():
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=None, help="of all trials; unless given, by the clock")
    parser.add_argument("--trials", type=int, default=0, help="so many of each kind, in place of a time; no figure of time is a fault")
    parser.add_argument("--shapes", choices=("small", "big"), help="every question to every extreme shape; nothing else")
    parser.add_argument("--every", action="store_true", help="every call of four commands on a tiny community fails in turn; nothing else")
    parser.add_argument("--only", action="append", default=[], metavar="KIND")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--fuzzers", default="", help="build folder with fuzz targets")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--source", required=True)
    return parser.parse_args()


def kinds_of(t, hostile):
    """{name: (share of the time, trial)}."""
    w = t.world
    listed = choices.options_of(w)
    kinds = {
        "communities": (14, lambda rng: corruption.of_communities(w, rng)),
        "inputs": (16, lambda rng: corruption.of_inputs(w, rng)),
        "results": (4, lambda rng: corruption.of_results(w, rng)),
        "options": (12, lambda rng: choices.trial(w, rng, listed)),
        "differential": (10, lambda rng: choices.differential(w, rng)),
        "kills": (10, lambda rng: interruption.kills(w, rng)),
        "signals": (14, lambda rng: interruption.signals(w, rng, t.slowest)),
        "pipes": (2, lambda rng: interruption.pipes(w, rng)),
        "writers": (2, lambda rng: interruption.writers(w, rng)),
        "limits": (8, lambda rng: limits.trial(w, rng)),
    }
    preload = injection.library(w)
    if preload is not None:
        kinds["injection"] = (12, lambda rng: injection.trial(w, rng, preload, t.sites))
    else:
        print("SKIPPED: failing calls: no C compiler", file=sys.stderr)
    counts = shapes.can_count()
    if not counts:
        print("SKIPPED: counting instructions: perf cannot do so here; processor seconds stand for them", file=sys.stderr)
    kinds["shapes"] = (12, lambda rng: shapes.trial(w, rng, t.figures, counts))
    if hostile is not None:
        maker = concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        kinds["hostile"] = (12, lambda rng: hostile.trial(w, rng, t.ratios, maker))
    return kinds


def run_trials(t, kinds, seconds, master):
    """Each kind for its share of the time, in turn, so that the time between two is short."""
    spent = dict.fromkeys(kinds, 0.0)
    end = time.monotonic() + seconds
    while kinds and time.monotonic() < end:
        kind = min(kinds, key=lambda k: spent[k] / kinds[k][0])
        seed = master.randrange(1 << 48)
        begin = time.monotonic()
        t.take(kind, seed, kinds[kind][1](random.Random(seed)))
        spent[kind] += time.monotonic() - begin


def run_so_many(t, kinds, trials, seed):
    """The same trials for the same seed, however fast the machine is."""
    for kind, (_, trial) in kinds.items():
        for i in range(trials):
            name = f"{seed}-{kind}-{i}"
            t.take(kind, name, trial(random.Random(name)))


def run_fuzzers(t, build, seconds, master):
    """All targets, as long each, one a processor."""
    programs = fuzzing.targets(build)
    if not programs:
        print("SKIPPED: no fuzz targets: cmake --preset asan && ninja -C build/asan fuzzers", file=sys.stderr)
        return
    lanes = len(os.sched_getaffinity(0))
    each = max(1, int(seconds * lanes / len(programs)))
    seeds = [master.randrange(1 << 31) for _ in programs]
    with concurrent.futures.ThreadPoolExecutor(lanes) as pool:
        runs = pool.map(lambda target, s: fuzzing.one(t.world, target, each, s), programs, seeds)
        for target, (executions, coverage, found) in zip(programs, runs):
            name = target.name.removesuffix("_fuzz")
            t.executions[name], t.coverage[name] = executions, coverage
            t.take("fuzz", 0, found)


def main():
    """Runs them; 1 if anything failed."""
    a = arguments()
    command.BINARY = str(pathlib.Path(a.binary).resolve())
    seed = a.seed if a.seed is not None else time.time_ns() & 0xFFFFFFFF
    print(f"torture: seed {seed}, {a.minutes:g} minutes", flush=True)
    t = Torture(worlds.World(a.folder, a.source))
    command.BASE_KB = command.run(["--version"], cwd=t.world.folder).peak_kb
    try:
        import hostile  # pylint: disable=import-outside-toplevel
    except ImportError as e:
        hostile = None
        print(f"SKIPPED: hostile files: {e} (packages python3-protobuf, python3-zstandard, python3-crc32c)", file=sys.stderr)
    kinds = kinds_of(t, hostile)
    unknown = [k for k in a.only if k not in kinds and k != "fuzz"]
    if unknown:
        sys.exit(f"torture: no such kind: {unknown[0]}; one of {', '.join([*kinds, 'fuzz'])}")
    fuzz = a.fuzzers and (not a.only or "fuzz" in a.only)
    kinds = {k: v for k, v in kinds.items() if not a.only or k in a.only}
    master = random.Random(seed)
    share = 0 if not fuzz else 1 if not kinds else .5
    if a.shapes:
        command.UNTIMED = a.shapes == "small"  # That is a test.
        for name in sorted(shapes.shapes(shapes.SMALL)):
            for question in shapes.QUESTIONS:
                t.take("shapes", 0, shapes.ask(t.world, name, question, a.shapes == "big", t.figures, shapes.can_count()))
        return 0 if t.report() else 1
    if a.every:
        preload = injection.library(t.world)
        if preload is None:
            sys.exit("torture: --every: no C compiler")
        injection.every(t.world, preload, lambda found: t.take("every call", 0, found), len(os.sched_getaffinity(0)))
        return 0 if t.report() else 1
    if a.trials > 0:
        command.UNTIMED = True
        run_so_many(t, kinds, a.trials, seed)
        return 0 if t.report() else 1
    run_trials(t, kinds, 60 * a.minutes * (1 - share), master)
    if fuzz:
        run_fuzzers(t, a.fuzzers, 60 * a.minutes * share, master)
    return 0 if t.report() else 1


if __name__ == "__main__":
    sys.exit(main())
