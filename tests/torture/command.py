# SPDX-License-Identifier: Apache-2.0
"""Runs the command, measures it, and says what no run may do."""
import dataclasses
import os
import resource
import shlex
import signal
import subprocess
import tempfile
import time

BINARY = "pullgraph"  # Set by torture.py.
UNTIMED = False  # Set by torture.py: no figure of time is a fault, but not to end at all.
BASE_KB = 0  # What a run that does nothing touches; set by torture.py.


@dataclasses.dataclass
class Outcome:
    """How a run ended."""

    words: list
    code: int  # Negative: the signal it died by.
    out: bytes
    err: str
    wall: float
    cpu: float
    peak_kb: int
    timed_out: bool = False
    instructions: float = 0  # Where they were counted.
    stop_cpu: float = 0.0  # Processor seconds between the signal that was sent and the end.

    def line(self):
        """The command, to be repeated."""
        return shlex.join(str(w) for w in self.words)


def _cpu_of(pid):
    """Processor seconds of a running process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def _peak_of(pid):
    """Most memory that a running process has touched since it began, in KB."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as f:
            return next((int(line.split()[1]) for line in f if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def run(words, *, cwd, stdin=None, seconds=60.0, limits=None, send=None, after=0.0, stdout=None, environment=None,
        counted=None):
    """Runs `pullgraph WORDS`. `limits` maps resource.RLIMIT_* to bytes or counts; `send` is a
    signal that is sent once `after` seconds have passed; `stdin` a path; `stdout` a path
    such as /dev/full; `environment` what is added to ours; `counted` a file for perf's count of
    instructions, which are counted then."""
    words = [BINARY, *map(str, words)]

    def prepare():
        for what, most in (limits or {}).items():
            resource.setrlimit(what, (most, most))

    # Errors come through a pipe: a limit of file size must not keep them.
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    errors = bytearray()

    def listen():
        try:
            while piece := os.read(reading, 65536):
                errors.extend(piece)
        except BlockingIOError:
            pass

    with tempfile.TemporaryFile() as out:
        begin = time.monotonic()
        sink = open(stdout, "wb") if stdout else None
        source = open(stdin, "rb") if stdin else None
        counter = ["perf", "stat", "-x,", "-e", "instructions:u", "-o", str(counted), "--"] if counted else []
        process = subprocess.Popen([*counter, *words], cwd=cwd, stdin=source or subprocess.DEVNULL, stdout=sink or out, stderr=writing,
                                   preexec_fn=prepare if limits else None,
                                   env=os.environ | environment if environment else None)
        os.close(writing)
        sent, timed_out, cpu_then, seen_kb = send is None, False, 0.0, 0
        while True:
            seen_kb = max(seen_kb, _peak_of(process.pid))
            listen()
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            passed = time.monotonic() - begin
            if not sent and passed >= after:
                cpu_then = _cpu_of(process.pid)
                os.kill(process.pid, send)
                sent = True
            if passed > seconds * (10 if UNTIMED else 1):
                os.kill(process.pid, signal.SIGKILL)
                timed_out = True
            time.sleep(0.0005 if passed < 0.5 else 0.005)
        wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)  # So that it is not waited for again.
        for handle in (sink, source):
            if handle:
                handle.close()
        listen()
        os.close(reading)
        out.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        # A child is charged with what we had touched when it began: if that is all, what was seen
        # of it while it ran counts.
        charged = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak_kb = usage.ru_maxrss if usage.ru_maxrss > charged else seen_kb
        instructions = 0.0
        if counted:
            fields = [line.split(",") for line in open(counted, encoding="utf-8") if line.strip() and line[0] != "#"]
            instructions = float(fields[0][0]) if fields and fields[0][0].isdigit() else 0.0
        return Outcome(words, process.returncode, out.read(), errors.decode(errors="replace"), wall, cpu, peak_kb, timed_out,
                       instructions, max(0.0, cpu - cpu_then) if send is not None else 0.0)


def faults(o, may=(0, 1, 2, 3, 4, 5)):
    """What is wrong with how it ended: a list of words."""
    found = []
    if o.timed_out:
        return [f"did not end in {o.wall:.0f} s"]
    if o.code < 0:
        return [f"died by {signal.Signals(-o.code).name}"]
    if o.code not in may:
        found.append(f"exit code {o.code}: {o.err.strip()[:200]}")
    if o.code in (2, 3, 4, 5):
        if "pullgraph: " not in o.err:
            found.append("no sentence")
        elif "\n  try: " not in o.err:
            found.append("no mend: " + o.err.strip()[-200:])
    if "internal error" in o.err:
        found.append("internal error: " + o.err.strip()[-200:])
    return found


def memory_fault(o, size):
    """The stated multiple: 64 bytes a byte of the input and 64 MiB."""
    most_kb = BASE_KB + 64 * size // 1024 + 64 * 1024
    return [f"{o.peak_kb} KB touched for {size} bytes, {most_kb} are the most"] if o.peak_kb > most_kb else []
