# SPDX-License-Identifier: Apache-2.0
"""What the trials work on: small communities and files of every format, made anew."""
import pathlib
import shutil

import command


class World:
    """A scratch folder with its samples."""

    def __init__(self, folder, source):
        self.folder = pathlib.Path(folder).resolve()
        self.source = pathlib.Path(source).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.failures = self.folder / "failures"
        self.samples = self.folder / "samples"
        self.samples.mkdir(exist_ok=True)
        self._make()
        self.communities = [self.samples / n for n in ("small.pull", "compact.pull", "undated.pull", "one.pull")]
        self.results = [self.samples / n for n in ("rank.pb", "info.pb")]
        corpus = self.source / "tests" / "fuzz" / "corpus"
        # What the command itself writes, and the seeds of all parsers.
        self.inputs = [p for p in sorted(self.samples.rglob("*")) if p.is_file() and p.suffix not in (".pull", ".pb")]
        self.inputs += [p for p in sorted(corpus.rglob("*")) if p.is_file() and p.parent.name not in ("community", "results")]

    def need(self, words):
        """Runs what must succeed."""
        o = command.run(words, cwd=self.samples, seconds=300)
        if o.code != 0:
            raise SystemExit(f"torture: cannot make the samples: {o.line()}\n{o.err}")
        return o

    def _make(self):
        if (self.samples / "done").exists():
            return
        small = "generate community --members 120 --ties 500 --signals 1500 --resources 60 --asks 150 --touches 300 --topics 8 --offers .4"
        self.need([*small.split(), "-o", "small.pull", "-q"])
        self.need([*small.split(), "--seed", "7", "--compact", "-o", "compact.pull", "-q"])
        self.need("generate uniform --members 200 --ties 800 -o undated.pull -q".split())
        (self.samples / "one.txt").write_text("a a\n", encoding="utf-8")
        self.need("import edges one.txt -o one.pull -q".split())
        for suffix in ("graphml", "gexf", "dot", "json"):
            self.need(["export", "small.pull", "-o", f"small.{suffix}", "-q"])
        shutil.rmtree(self.samples / "tables", ignore_errors=True)
        self.need("export small.pull -o tables -q".split())
        (self.samples / "rows.json").write_bytes(self.need(["cat", "small.pull"]).out)
        (self.samples / "rows.bin").write_bytes(self.need(["cat", "small.pull", "--format", "pb"]).out)
        for verb in ("rank", "info"):
            (self.samples / f"{verb}.pb").write_bytes(self.need([verb, "small.pull", "--format", "pb"]).out)
        (self.samples / "done").touch()

    def large(self):
        """A community on which verbs take some seconds."""
        path = self.samples / "large.pull"
        if not path.exists():
            self.need("generate community --members 100000 --ties 1000000 --signals 1000000 --touches 100000 --asks 20000 "
                      "-o large.pull -q".split())
        return path

    def case(self, name):
        """An empty folder of that name."""
        folder = self.folder / "case" / name
        if folder.exists():
            for p in sorted(folder.rglob("*"), reverse=True):
                p.rmdir() if p.is_dir() and not p.is_symlink() else p.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        return folder
