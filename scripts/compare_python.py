#!/usr/bin/env python3
"""Holds Strandbench's process pool against CPython's, figure by figure, on this machine.

The two sides take turns, figure by figure, and who goes first changes with each run. A run of a
side is a process of its own: a fork of JMH here, python_figures.py there. Each side runs the
measured operation for --warm-up seconds before it is measured for --measure seconds. Where a Java
benchmark's set-up warms its workers as well (for 1.2 s, and 0.6 s for the compilers to finish),
that is on top: Python compiles nothing while it runs, and gains nothing by it (try --warm-up 5).
Answers are checked on both sides; the time for it counts on the Java side only.
"""

import argparse
import dataclasses
import datetime
import json
import math
import os
import pathlib
import platform
import re
import signal
import statistics
import subprocess
import sys
import tempfile

HOME = pathlib.Path(__file__).resolve().parent.parent
JAR = HOME / "target" / "benchmarks.jar"
PYTHON_FIGURES = HOME / "scripts" / "python_figures.py"
RUNS = 5
WORKERS = 2
OPPOSITE = {"<": ">", ">": "<", "?": "?", "": ""}
HEADER = ["figure", "unit"]
HEADER += ["CPython", "(range)", "Strandbench", "(range)", "better", "(range)", "goal", ""]
# Far beyond what a measurement takes: against hangs alone.
GIVE_UP_SECONDS = 300
DONE, UNUSABLE, INCOMPLETE, INTERRUPTED = 0, 2, 4, 130


@dataclasses.dataclass(frozen=True)
class Jmh:
    """Benchmarks of the jar, and what of their result is the figure."""

    benchmarks: str  # class and method; alternatives parted by |
    params: tuple = ()  # such as "tasks=10000"
    metric: str = "score"  # "score", "p99", "half", or a secondary metric's name
    scale: float = 1  # times --measure; under 1, times --warm-up as well

    def __str__(self):
        return f"{self.benchmarks} [{' '.join(self.params + grain_params(self))}]"


@dataclasses.dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    what: str
    unit: str
    python: str  # a function of python_figures.py
    java: Jmh
    goal: object = None

    @property
    def higher_is_better(self):
        return self.unit == "/s"


@dataclasses.dataclass(frozen=True)
class Value:
    """A measured value, or a bound ("<", ">") where a sweep did not reach it; "?" is neither."""

    value: float
    bound: str = ""

    def __str__(self):
        return f"{self.bound} {number(self.value)}".strip()


@dataclasses.dataclass(frozen=True)
class Times:
    """The goal to be at least that many times better than Python."""

    factor: float

    def __str__(self):
        return f"≥ {self.factor:g} ×"

    def verdict(self, java, ratio):
        return verdict(ratio.value >= self.factor, ratio.bound, surely=">")


@dataclasses.dataclass(frozen=True)
class AtMost:
    """The goal to stay under a limit, whatever Python does."""

    limit: float
    unit: str

    def __str__(self):
        return f"≤ {self.limit:g} {self.unit}"

    def verdict(self, java, ratio):
        return verdict(java.value <= self.limit, java.bound, surely="<")


def verdict(reached, bound, surely):
    """Whether a goal was reached, by a value that may be a bound; `surely` is the one to help."""
    if bound and bound != (surely if reached else OPPOSITE[surely]):
        return "unknown"
    return "reached" if reached else "missed"


SOCKET_TRIP = Jmh("RoundTripBenchmark.submitAndGet", ("transport=SOCKET",))
RING_TRIP = Jmh("RoundTripBenchmark.submitAndGet", ("transport=RING",))
SUBMIT = Jmh("PoolThroughputBenchmark.submit", ("transport=RING", "tasks=10000"), "tasks")
MAP_ONE = Jmh("PoolThroughputBenchmark.mapOneByOne", ("transport=RING", "tasks=10000"), "tasks")
MAP = Jmh("PoolMapBenchmark.map", ("transport=RING", "items=500000"), "tasks")
GRAIN = Jmh(
    "GrainBenchmark.count|RawThreadBenchmark.first", ("transport=RING", "tasks=2000"), "half", 0.5
)
QUEUE = Jmh("SharedQueueBenchmark.toParent")
START = Jmh("ProcessLifecycleBenchmark.startAndJoin", ("start=AOT_CACHE",), scale=2)
PLAIN_START = Jmh("ProcessLifecycleBenchmark.startAndJoin", ("start=DEFAULT_CDS",), scale=2)
COLD_START = Jmh("ProcessLifecycleBenchmark.startAndJoin", ("start=COLD",), scale=2)
READY = Jmh("PoolStartBenchmark.build", ("parallelism=1", "start=AOT_CACHE"), scale=2)
COLD_READY = Jmh("PoolStartBenchmark.build", ("parallelism=1", "start=COLD"), scale=2)
DEATH = Jmh("WorkerDeathBenchmark.kill", metric="p99", scale=4)

FIGURES = [
    Figure("socket", "null task, submit and get, socket", "µs", "apply", SOCKET_TRIP, Times(5)),
    Figure("ring", "null task, submit and get, ring", "µs", "apply", RING_TRIP, Times(30)),
    Figure("ring-executor", "… ProcessPoolExecutor", "µs", "executor_round_trip", RING_TRIP),
    Figure("submit", "null tasks, pipelined, chunk size 1", "/s", "apply_async", SUBMIT, Times(10)),
    Figure("submit-executor", "… ProcessPoolExecutor", "/s", "executor_submit", SUBMIT),
    Figure("map-one-by-one", "map, chunk size 1", "/s", "map_one_by_one", MAP_ONE),
    Figure("map", "map of 500,000 ints, own chunks", "/s", "map_own_chunks", MAP, Times(2)),
    Figure("grain", "smallest task with half efficiency", "µs", "grain", GRAIN, Times(5)),
    Figure("queue", "messages through a queue", "/s", "queue_messages", QUEUE, Times(4)),
    Figure("start", "empty process, start and join", "ms", "fork_start_and_join", START),
    Figure("start-spawn", "… spawn", "ms", "spawn_start_and_join", START),
    Figure("start-plain", "… spawn; ours by CDS", "ms", "spawn_start_and_join", PLAIN_START),
    Figure("start-cold", "… spawn; ours uncached", "ms", "spawn_start_and_join", COLD_START),
    Figure("ready", "worker, start to ready", "ms", "fork_start_to_ready", READY, AtMost(80, "ms")),
    Figure("ready-spawn", "… spawn", "ms", "spawn_start_to_ready", READY),
    Figure("ready-cold", "… spawn; ours uncached", "ms", "spawn_start_to_ready", COLD_READY),
    Figure("death", "killed worker to failed future, p99", "ms", "death", DEATH, AtMost(20, "ms")),
]


class Failure(Exception):
    """A side that could not be measured, in one line."""


def number(value):
    """Three significant digits, with thousands separated."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"


def half_efficiency(points):
    """The grain at which efficiency crosses one half for good, from pairs (grain, efficiency).

    Interpolated between the two neighbours, linearly over the logarithm of the grain.
    """
    points = sorted(points)
    below = [i for i, (_, efficiency) in enumerate(points) if efficiency < 0.5]
    if not below:
        return Value(points[0][0], "<")
    last = below[-1]
    if last == len(points) - 1:
        return Value(points[last][0], ">")
    (grain, efficiency), (next_grain, next_efficiency) = points[last : last + 2]
    share = (0.5 - efficiency) / (next_efficiency - efficiency)
    return Value(grain * (next_grain / grain) ** share)


def median(values):
    ordered = sorted(values, key=lambda sample: sample.value)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    bounds = {sample.bound for sample in middle} - {""}
    return Value(
        statistics.median(sample.value for sample in ordered),
        bounds.pop() if len(bounds) == 1 else "?" if bounds else "",
    )


def ratio(python, java, higher_is_better):
    """How many times better Java is."""
    over, under = (java, python) if higher_is_better else (python, java)
    bounds = {over.bound, OPPOSITE[under.bound]} - {""}
    return Value(over.value / under.value, "?" if len(bounds) > 1 else "".join(bounds))


def execute(command):
    """The standard output of a command; its process group ends with it."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=GIVE_UP_SECONDS)
    except subprocess.TimeoutExpired:
        raise Failure(f"gave up after {GIVE_UP_SECONDS} s") from None
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    if process.returncode != 0:
        raise Failure(f"exit code {process.returncode}: {cause(err, out)}")
    return out


def cause(err, out):
    """The line that tells why: JMH prints the exception of a benchmark among what it measured."""
    lines = [line.strip() for line in (out + err).splitlines() if line.strip()]
    exceptions = [line for line in lines if re.match(r"[\w.$]+(Exception|Error)\b", line)]
    return (exceptions or lines[-1:] or ["no output"])[0]


def measure_python(function, options):
    command = [sys.executable, str(PYTHON_FIGURES), function]
    command += ["--warm-up", str(options.warm_up), "--measure", str(options.measure)]
    measured = json.loads(execute(command))
    return half_efficiency(measured) if isinstance(measured, list) else Value(measured)


def measure_java(jmh, options):
    with tempfile.TemporaryDirectory(prefix="compare-python-") as directory:
        result = pathlib.Path(directory, "result.json")
        execute(jmh_command(jmh, options, result))
        entries = json.loads(result.read_text())
    return extract(jmh, entries)


def jmh_command(jmh, options, result):
    alternatives = jmh.benchmarks.replace(".", r"\.")
    command = [options.java, "--sun-misc-unsafe-memory-access=allow"]
    command += ["-jar", options.jar, rf"\.({alternatives})$"]
    command += ["-f", "1", "-foe", "true", "-rf", "json", "-rff", str(result)]
    command += ["-wi", "1", "-w", millis(options.warm_up * min(1, jmh.scale))]
    command += ["-i", "1", "-r", millis(options.measure * jmh.scale)]
    for param in jmh.params + grain_params(jmh):
        command += ["-p", param]
    return command


def grain_params(jmh):
    """Iterations of about 1.6 ns each. What a grain really takes is measured."""
    if jmh.metric != "half":
        return ()
    return ("iterationsPerTask=" + ",".join(str(1200 * 2**i) for i in range(6)),)


def millis(seconds):
    return f"{max(1, round(seconds * 1000))}ms"


def extract(jmh, entries):
    if not entries:
        raise Failure(f"the jar has no benchmark {jmh.benchmarks}: is it of this commit?")
    if jmh.metric == "half":
        return half_efficiency(efficiencies(entries))
    if len(entries) != 1:
        raise Failure(f"{jmh.benchmarks}: {len(entries)} results where one was expected")
    primary = entries[0]["primaryMetric"]
    if jmh.metric == "score":
        return Value(primary["score"])
    if jmh.metric == "p99":
        return Value(primary["scorePercentiles"]["99.0"])
    return Value(entries[0]["secondaryMetrics"][jmh.metric]["score"])


def efficiencies(entries):
    """Pairs of a grain in µs, measured on one thread alone, and the pool's efficiency at it."""
    rates = {"GrainBenchmark": {}, "RawThreadBenchmark": {}}
    for entry in entries:
        params = entry["params"]
        benchmark = entry["benchmark"].split(".")[-2]
        # Operations per second, each of that many tasks.
        rate = entry["primaryMetric"]["score"] * int(params["tasks"])
        rates[benchmark][params["iterationsPerTask"]] = rate
    alone, pooled = rates["RawThreadBenchmark"], rates["GrainBenchmark"]
    if alone.keys() != pooled.keys():
        raise Failure("the grains of the pool and of one thread alone differ")
    return [(1e6 / alone[grain], pooled[grain] / alone[grain] / WORKERS) for grain in alone]


def machine(options):
    """What the figures depend on, and can't be seen in them."""
    java = subprocess.run([options.java, "-version"], capture_output=True, text=True, check=True)
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": commit(),
        "cpu": cpu_model(),
        "cores": usable_cores(),
        "system": platform.platform(),
        "java": java.stderr.splitlines()[1].strip(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load before": round(os.getloadavg()[0], 2),
    }


def commit():
    try:
        git = ["git", "-C", str(HOME)]
        head = subprocess.run(
            [*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            [*git, "status", "--porcelain"], capture_output=True, text=True, check=True
        ).stdout
        return head + (", with changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def cpu_model():
    try:
        told = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        told = ""
    models = re.findall(r"^model name\s*:\s*(.*)$", told, re.MULTILINE)
    return models[0] if models else platform.processor() or platform.machine()


def usable_cores():
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count()


class Comparison:
    """What was measured so far."""

    def __init__(self, figures, options, machine):
        self.figures = figures
        self.options = options
        self.machine = machine
        # Of each side's measurement, the value of each run; two figures may share one.
        self.values = {}
        self.failures = {}

    def measure(self):
        for run in range(1, self.options.runs + 1):
            measured = set()
            for figure in self.figures:
                sides = [(measure_python, figure.python), (measure_java, figure.java)]
                for measure, side in sides if run % 2 else reversed(sides):
                    if side not in measured and side not in self.failures:
                        measured.add(side)
                        self.measure_once(run, figure, measure, side)

    def measure_once(self, run, figure, measure, side):
        print(f"run {run} of {self.options.runs}: {figure.name}: {name_of(side)}", file=sys.stderr)
        try:
            self.values.setdefault(side, []).append(measure(side, self.options))
        except Failure as failure:
            self.failures[side] = str(failure)
            print(f"  failed: {failure}", file=sys.stderr)

    def results(self):
        return [
            Result(figure, self.of(figure.python), self.of(figure.java)) for figure in self.figures
        ]

    def of(self, side):
        """A side that failed once has no figure: its runs would be a choice."""
        return [] if side in self.failures else self.values.get(side, [])

    def complete(self):
        return all(
            len(values) == self.options.runs
            for result in self.results()
            for values in (result.python, result.java)
        )

    def interrupted(self):
        sides = {side for figure in self.figures for side in (figure.python, figure.java)}
        return any(
            len(self.values.get(side, [])) < self.options.runs
            for side in sides - self.failures.keys()
        )

    def as_json(self):
        return {
            "machine": self.machine,
            "runs": self.options.runs,
            "warmUpSeconds": self.options.warm_up,
            "measureSeconds": self.options.measure,
            "complete": self.complete(),
            "failures": {name_of(side): failure for side, failure in self.failures.items()},
            "figures": [result.as_json() for result in self.results()],
        }

    def print(self, out):
        for name, value in self.machine.items():
            print(f"{name + ':':<13}{value}", file=out)
        print(file=out)
        print_table(
            HEADER,
            [result.cells() for result in self.results()],
            out,
        )
        print(
            f"\nMedians of {self.options.runs} runs of each side, taking turns. Pools of {WORKERS}."
            " Python's processes are started by fork unless said otherwise.\n"
            f"Warm-up {self.options.warm_up:g} s, measured for {self.options.measure:g} s, on both"
            " sides; more on that: scripts/compare-python --help",
            file=out,
        )
        if self.options.runs < RUNS:
            print(f"Fewer than {RUNS} runs: for a first look, not for a verdict.", file=out)
        for side, failure in self.failures.items():
            print(f"FAILED: {name_of(side)}: {failure}", file=out)
        if self.interrupted():
            print(f"INTERRUPTED: not every figure has its {self.options.runs} runs.", file=out)


def name_of(side):
    return f"CPython's {side}" if isinstance(side, str) else str(side)


@dataclasses.dataclass(frozen=True)
class Result:
    """A figure, and the values of its runs on each side."""

    figure: Figure
    python: list
    java: list

    def ratio(self):
        return ratio(median(self.python), median(self.java), self.figure.higher_is_better)

    def ratios(self):
        """Of each run."""
        return [
            ratio(python, java, self.figure.higher_is_better)
            for python, java in zip(self.python, self.java)
        ]

    def verdict(self):
        if self.figure.goal is None:
            return ""
        if not self.python or not self.java:
            return "not measured"
        return self.figure.goal.verdict(median(self.java), self.ratio())

    def cells(self):
        figure = self.figure
        cells = [f"{figure.name}: {figure.what}", figure.unit]
        for values in (self.python, self.java):
            cells += [str(median(values)), extent(values)] if values else ["–", ""]
        both = self.python and self.java
        cells += [f"{self.ratio()} ×", extent(self.ratios())] if both else ["–", ""]
        return cells + [str(figure.goal or ""), self.verdict()]

    def as_json(self):
        result = {"name": self.figure.name, "what": self.figure.what, "unit": self.figure.unit}
        for side, values in (("python", self.python), ("java", self.java)):
            result[side] = {
                "median": dataclasses.asdict(median(values)) if values else None,
                "runs": [dataclasses.asdict(value) for value in values],
            }
        result["python"]["function"] = self.figure.python
        result["java"]["benchmark"] = dataclasses.asdict(self.figure.java)
        both = self.python and self.java
        result["ratio"] = dataclasses.asdict(self.ratio()) if both else None
        result["goal"] = str(self.figure.goal) if self.figure.goal else None
        result["verdict"] = self.verdict() or None
        return result


def extent(values):
    ordered = sorted(values, key=lambda sample: sample.value)
    return f"({ordered[0]} … {ordered[-1]})"


def print_table(header, rows, out):
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        cells = [
            cell.ljust(width) if i < 2 or i >= len(header) - 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths))
        ]
        print("  ".join(cells).rstrip(), file=out)


def options_of(arguments):
    parser = argparse.ArgumentParser(
        prog="compare-python",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="exit codes: 0 measured, or skipped; 2 wrong usage; 4 something could not be"
        " measured (named); 130 interrupted",
    )
    parser.add_argument("--runs", type=positive, default=RUNS, help="of each side (default: 5)")
    parser.add_argument(
        "--figure",
        action="append",
        choices=[figure.name for figure in FIGURES],
        metavar="NAME",
        help="measure this one only; may be repeated",
    )
    parser.add_argument("--list", action="store_true", help="list the figures, and measure nothing")
    parser.add_argument("--json", metavar="FILE", help="write all values of all runs as JSON")
    for name, default in (("--warm-up", 2), ("--measure", 1)):
        parser.add_argument(
            name, type=float, default=default, metavar="SECONDS", help=f"(default: {default})"
        )
    parser.add_argument("--java", default="java", help=argparse.SUPPRESS)
    parser.add_argument("--jar", default=str(JAR), help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value}: must be at least 1")
    return value


def print_list():
    for figure in FIGURES:
        goal = f" goal {figure.goal}" if figure.goal else ""
        print(f"{figure.name}: {figure.what} ({figure.unit}){goal}")
        print(f"  CPython: {figure.python}")
        print(f"  Strandbench: {figure.java}")


def main(arguments):
    options = options_of(arguments)
    if options.list:
        print_list()
        return DONE
    if platform.python_implementation() != "CPython":
        print("compare-python: skipped: this python3 is not CPython", file=sys.stderr)
        return DONE
    if options.json:
        try:
            pathlib.Path(options.json).touch()
        except OSError as failure:
            print(f"compare-python: --json {options.json}: {failure.strerror}", file=sys.stderr)
            return UNUSABLE
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wanted = options.figure or [figure.name for figure in FIGURES]
    figures = [figure for figure in FIGURES if figure.name in wanted]
    comparison = Comparison(figures, options, machine(options))
    try:
        comparison.measure()
        ending = DONE if comparison.complete() else INCOMPLETE
    except KeyboardInterrupt:
        ending = INTERRUPTED
    comparison.print(sys.stdout)
    if options.json:
        pathlib.Path(options.json).write_text(
            json.dumps(comparison.as_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return ending


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
