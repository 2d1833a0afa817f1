#!/usr/bin/env python3
"""Measures the workloads of a run with CPython's threads, process pool and asyncio.

RUN is a run directory of Strandbench from this machine. Its counting and fetch cells are measured
with CPython's models in place of ours, at the same levels, against the same origin and with the
same checks, and written as JMH's JSON, one row of rawData per fork. `strandbench report RUN
--overlay FILE` lays it beside the run's own models.

A fork is a fresh process. In each round every cell runs one, in a fresh random order. CPython's
counting loop is another one, and many times slower: its tasks are cut to take as long as the run's,
not to have as many iterations, and its speedup is over one raw thread of CPython.
"""

import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import random
import re
import signal
import statistics
import sys
import time

from compare_python import Failure, execute, number, positive, print_table
from python_figures import count

WORKLOADS = pathlib.Path(__file__).resolve().parent / "python_workloads.py"
PACKAGE = "strandbench.bench."
COUNTING = PACKAGE + "CountingLoopBenchmark.count"
FETCHES = PACKAGE + "FetchBenchmark.fetch"
RAW = PACKAGE + "RawThreadBenchmark.first"
ORIGIN = "strandbench.origin.OriginMain"
MODELS = ["CPYTHON_THREADS", "CPYTHON_PROCESS_POOL", "CPYTHON_ASYNCIO"]
# As our process pool: it needs a process per task in flight.
MOST_PROCESSES = 16
KNOWN_PARAMETERS = {
    COUNTING: {"model", "parallelism", "kernel", "tasks", "iterationsPerTask"},
    FETCHES: {"model", "inFlight", "delay", "delayMillis", "bodyBytes"},
}
CALIBRATION_STEPS = 20_000
# The limits of the run's rule origin-saturated.
MOST_BUSY_PERMILLE = 850
MOST_LATENESS = 0.1
DONE, UNUSABLE, INCOMPLETE, INTERRUPTED = 0, 2, 4, 130


class Unusable(Exception):
    """What was given can't be used, in one line that names it."""


@dataclasses.dataclass(frozen=True)
class Cell:
    """A benchmark and its parameters, as pairs; one of them may be the model."""

    benchmark: str
    params: tuple

    @staticmethod
    def of(benchmark, params):
        return Cell(benchmark, tuple(sorted(params.items())))

    def param(self, name):
        return dict(self.params).get(name)

    def __str__(self):
        named = ", ".join(f"{name}={value}" for name, value in self.params)
        return f"{self.benchmark[len(PACKAGE):]} [{named}]"


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise Unusable(f"{path}: {failure.strerror}") from None
    except ValueError as failure:
        raise Unusable(f"{path}: not JSON: {failure}") from None


class Run:
    """The run whose cells are measured with CPython's models."""

    def __init__(self, directory):
        self.record = read_json(directory / "run.json")
        self.entries = read_json(directory / "jmh-result.json")

    def machine(self):
        return self.record["machine"]

    def refuse_other_machine(self, here):
        there = self.machine()
        for name, value in here.items():
            if value != there[name]:
                raise Unusable(f"{name} is {value!r} here, and the run has {there[name]!r}")

    def keys(self):
        return [cell["key"] for cell in self.record["cells"]]

    def seconds_per_task(self, params):
        """What one raw thread needed for a task; None where that was not measured."""
        for entry in self.entries:
            same = all(params.get(name) == value for name, value in entry["params"].items())
            if entry["benchmark"] == RAW and same:
                return 1 / (entry["primaryMetric"]["score"] * int(params["tasks"]))
        return None


def machine_here():
    """As run.json names it; what can't be told alike is left out."""
    here = {
        "availableProcessors": len(os.sched_getaffinity(0)),
        "kernel": f"{platform.system()} {platform.release()}",
    }
    told = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = re.findall(r"^model name\s*:\s*(.*)$", told, re.MULTILINE)
    return {**here, "cpu": models[0].strip()} if models else here


def seconds_per_step():
    """What a step of CPython's counting loop takes; the best of some tries."""

    def once():
        start = time.perf_counter()
        count((1, CALIBRATION_STEPS))
        return (time.perf_counter() - start) / CALIBRATION_STEPS

    return min(once() for _ in range(20))


def cut(seconds_per_task, step_seconds):
    """So many iterations that a task takes as long, to two digits."""
    return max(1, round(float(f"{seconds_per_task / step_seconds:.1e}")))


def plan(run, step_seconds, complain):
    """The cells to measure, in the order of the run; `complain` is told what is left out."""
    cells = {}
    for key in run.keys():
        benchmark, params = key["benchmark"], key["params"]
        if benchmark not in KNOWN_PARAMETERS:
            continue
        unknown = params.keys() - KNOWN_PARAMETERS[benchmark]
        if unknown:
            complain(Cell.of(benchmark, params), "unknown parameter " + min(unknown))
        elif benchmark == FETCHES:
            add_models(cells, benchmark, params, "inFlight", complain)
        elif params["kernel"] == "XORSHIFT":
            add_counting(cells, run, params, step_seconds, complain)
    return list(cells)


def add_counting(cells, run, params, step_seconds, complain):
    task = run.seconds_per_task(params)
    if task is None:
        complain(Cell.of(COUNTING, params), "the run has no valid RawThreadBenchmark on that work")
        return
    work = {"kernel": params["kernel"], "tasks": params["tasks"]}
    work["iterationsPerTask"] = str(cut(task, step_seconds))
    cells[Cell.of(RAW, work)] = True
    add_models(cells, COUNTING, {**params, **work}, "parallelism", complain)


def add_models(cells, benchmark, params, cap, complain):
    for model in MODELS:
        cell = Cell.of(benchmark, {**params, "model": model})
        if model == "CPYTHON_PROCESS_POOL" and int(params[cap]) > MOST_PROCESSES:
            complain(cell, f"a process per task at once, and {MOST_PROCESSES} is the most")
        else:
            cells[cell] = True


def specification(cell, run, options):
    """What python_workloads.py is told."""
    params = dict(cell.params)
    spec = {
        "work": "fetch" if cell.benchmark == FETCHES else "count",
        "model": params.get("model"),
        "setUp": options.set_up,
        "warmUp": options.warm_up,
        "measure": options.measure,
    }
    for name in ("parallelism", "tasks", "iterationsPerTask", "inFlight", "bodyBytes"):
        if name in params:
            spec[name] = int(params[name])
    if cell.benchmark == FETCHES:
        delay = f"PT{int(params['delayMillis']) / 1000:g}S"
        spec["origin"] = [options.java, *run.machine()["originJvmArgs"], "-cp", options.class_path]
        spec["origin"] += [ORIGIN, params["delay"], delay, params["bodyBytes"]]
    return spec


class Measurement:
    """What was measured so far, and where it is kept."""

    def __init__(self, run, cells, options):
        self.run = run
        self.cells = cells
        self.options = options
        self.out = pathlib.Path(options.out)
        self.journal = self.out.with_suffix(".jsonl").open("w", encoding="utf-8")
        self.forks = {cell: [] for cell in cells}
        self.failures = {}

    def measure(self):
        for round_number in range(1, self.options.forks + 1):
            order = list(self.cells)
            random.Random(f"{self.options.seed} {round_number}").shuffle(order)
            for cell in order:
                if cell not in self.failures:
                    self.run_fork(round_number, cell)

    def run_fork(self, round_number, cell):
        print(f"round {round_number} of {self.options.forks}: {cell}", file=sys.stderr)
        fork = {"round": round_number, "cell": str(cell), "started": now()}
        spec = specification(cell, self.run, self.options)
        try:
            told = json.loads(execute([sys.executable, str(WORKLOADS), json.dumps(spec)]))
            self.forks[cell].append(told)
            fork.update(told)
        except Failure as failure:
            self.failures[cell] = str(failure)
            fork["failure"] = str(failure)
            print(f"  failed: {failure}", file=sys.stderr)
        self.journal.write(json.dumps(fork) + "\n")
        self.journal.flush()
        os.fsync(self.journal.fileno())
        self.save()

    def save(self):
        """A reader sees the old file or the new, never a part of it."""
        partial = self.out.with_name(self.out.name + ".partial")
        partial.write_text(json.dumps(self.entries(), indent=2) + "\n", encoding="utf-8")
        partial.replace(self.out)

    def objection(self, cell):
        """Why its figure does not count, if it doesn't; the journal keeps it."""
        if cell in self.failures:
            return self.failures[cell]
        if not self.forks[cell]:
            return "no fork of it was run"
        return saturated(cell, self.forks[cell])

    def entries(self):
        return [self.entry(cell) for cell in self.cells if not self.objection(cell)]

    def entry(self, cell):
        forks = self.forks[cell]
        return {
            "benchmark": cell.benchmark,
            "mode": "thrpt",
            "threads": 1,
            "forks": len(forks),
            "jvm": sys.executable,
            "jvmArgs": [],
            "vmName": platform.python_implementation(),
            "vmVersion": platform.python_version(),
            "warmupIterations": 1,
            "warmupTime": f"{self.options.warm_up:g} s",
            "warmupBatchSize": 1,
            "measurementIterations": 1,
            "measurementTime": f"{self.options.measure:g} s",
            "measurementBatchSize": 1,
            "machine": self.run.machine()["cpu"],
            "seed": self.options.seed,
            "params": dict(cell.params),
            "primaryMetric": metric([fork["opsPerSecond"] for fork in forks], "ops/s"),
            "secondaryMetrics": {
                name: metric(
                    [fork["metrics"][name] for fork in forks],
                    "#" if name.startswith("origin") else "ops/s",
                )
                for name in forks[0]["metrics"]
            },
        }

    def complete(self):
        return all(
            not self.objection(cell) and len(self.forks[cell]) == self.options.forks
            for cell in self.cells
        )

    def print(self, out):
        rows = []
        for cell in self.cells:
            rates = [fork["opsPerSecond"] for fork in self.forks[cell]]
            objection = self.objection(cell)
            mean = "–" if objection else number(statistics.fmean(rates))
            rows.append([str(cell), mean, str(len(rates)), objection or ""])
        print_table(["cell", "ops/s", "forks", ""], rows, out)
        print(
            f"\nscripts/strandbench report {self.options.run} --overlay {self.out}"
            "   # lays it beside the run's own models",
            file=out,
        )


def saturated(cell, forks):
    """The run's rule: the origin must have time left, and answer when it is due."""
    if cell.benchmark != FETCHES:
        return None
    busy = statistics.median(fork["metrics"]["originBusyPermille"] for fork in forks)
    late = statistics.median(fork["metrics"]["originLatenessMicros"] for fork in forks)
    if busy > MOST_BUSY_PERMILLE:
        return f"origin-saturated: busy for {busy / 10:.0f}% of the time"
    if late > MOST_LATENESS * 1000 * int(cell.param("delayMillis")):
        return f"origin-saturated: answers left {late / 1000:.1f} ms late on average"
    return None


def metric(values, unit):
    """As JMH writes it; what it says of the error is left to who reads the forks."""
    ordered = sorted(values)
    return {
        "score": statistics.fmean(values),
        "scoreError": "NaN",
        "scoreConfidence": ["NaN", "NaN"],
        "scorePercentiles": {
            "0.0": ordered[0],
            "50.0": statistics.median(ordered),
            "100.0": ordered[-1],
        },
        "scoreUnit": unit,
        "rawData": [[value] for value in values],
    }


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")


def options_of(arguments):
    parser = argparse.ArgumentParser(
        prog="python-models",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="exit codes: 0 measured, or skipped; 2 wrong usage or unusable input; 4 something"
        " could not be measured (named); 130 interrupted (what was measured is kept)",
    )
    parser.add_argument("run", metavar="RUN", help="a run directory")
    parser.add_argument("--out", metavar="FILE", help="(default: python.json in RUN)")
    parser.add_argument("--forks", type=positive, default=5, help="of each cell (default: 5)")
    parser.add_argument("--seed", type=int, default=1, help="of the order (default: 1)")
    parser.add_argument("--list", action="store_true", help="list the cells, and measure nothing")
    for name, default in (("--warm-up", 1), ("--measure", 1)):
        parser.add_argument(
            name, type=float, default=default, metavar="SECONDS", help=f"(default: {default})"
        )
    parser.add_argument("--set-up", type=float, default=1.2, help=argparse.SUPPRESS)
    parser.add_argument("--java", default="java", help=argparse.SUPPRESS)
    parser.add_argument("--class-path", default="", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.out = options.out or str(pathlib.Path(options.run) / "python.json")
    return options


def main(arguments):
    options = options_of(arguments)
    if platform.python_implementation() != "CPython":
        print("python-models: skipped: this python3 is not CPython", file=sys.stderr)
        return DONE
    try:
        return measure(options)
    except Unusable as complaint:
        print(f"python-models: {complaint}", file=sys.stderr)
        return UNUSABLE


def measure(options):
    run = Run(pathlib.Path(options.run))
    left_out = {}
    cells = plan(run, seconds_per_step(), left_out.setdefault)
    if not cells:
        raise Unusable(f"{options.run}: has no cells that CPython could be measured on")
    for cell, why in left_out.items():
        print(f"python-models: left out: {cell}: {why}", file=sys.stderr)
    if options.list:
        print("\n".join(map(str, cells)))
        return DONE
    run.refuse_other_machine(machine_here())
    try:
        measurement = Measurement(run, cells, options)
        measurement.save()
    except OSError as failure:
        raise Unusable(f"--out {options.out}: {failure.strerror}") from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        measurement.measure()
        ending = DONE if measurement.complete() else INCOMPLETE
    except KeyboardInterrupt:
        ending = INTERRUPTED
    measurement.print(sys.stdout)
    return ending


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
