"""Tests of scripts/python_models.py and scripts/python_workloads.py, as far as they need no origin."""

import io
import json
import pathlib
import sys
import tempfile
import types
import unittest
import zlib
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts"))

import python_models
import python_workloads
from compare_python import Failure
from python_figures import MASK, count
from python_models import COUNTING, FETCHES, RAW, Cell, Measurement, Run, Unusable, cut, plan
from python_workloads import MODELS, Oracle, checked, origin_metrics, page, seconds

COUNT_PARAMS = {"kernel": "XORSHIFT", "tasks": "200", "iterationsPerTask": "3000000"}
FETCH_PARAMS = {"delay": "FIXED", "delayMillis": "50", "bodyBytes": "1024"}


def key(benchmark, **params):
    return {"benchmark": benchmark, "params": params}


def run_of(*keys, entries=()):
    run = Run.__new__(Run)
    run.record = {
        "cells": [{"key": one} for one in keys],
        "machine": {"cpu": "Some", "availableProcessors": 2, "originJvmArgs": ["-Xmx256m"]},
    }
    run.entries = list(entries)
    return run


def raw_entry(score=1.0, **params):
    params = {**COUNT_PARAMS, **params}
    return {"benchmark": RAW, "params": params, "primaryMetric": {"score": score}}


class TheOracle(unittest.TestCase):
    def test_agrees_with_the_loop(self):
        for steps in (0, 1, 2, 7, 1000):
            for seed in (1, MASK, 0x9E3779B97F4A7C15):
                self.assertEqual(count((seed, steps)), Oracle(steps).ahead(seed))

    def test_tells_a_step_too_few(self):
        self.assertNotEqual(count((1, 999)), Oracle(1000).ahead(1))


class Pages(unittest.TestCase):
    def test_are_the_bytes_of_splittable_random(self):
        # new SplittableRandom(1234567).nextLong() is 6457827717110365317.
        self.assertEqual((6457827717110365317).to_bytes(8, "little"), page(1234567, 8))

    def test_of_an_odd_length_end_in_the_middle_of_a_number(self):
        self.assertEqual(page(7, 16)[:11], page(7, 11))
        self.assertEqual(b"", page(7, 0))

    def test_a_wrong_body_or_status_is_an_error(self):
        with mock.patch.object(python_workloads, "bodies", [b"right"]):
            self.assertEqual(zlib.crc32(b"right"), checked("/pages/0", 200, b"right", 0))
            with self.assertRaisesRegex(AssertionError, "wrong body of 5 bytes"):
                checked("/pages/0", 200, b"wrong", 0)
            with self.assertRaisesRegex(AssertionError, "status 500"):
                checked("/pages/0", 500, b"right", 0)


class TheModels(unittest.TestCase):
    def test_each_sums_all_answers(self):
        work = [(seed, 5) for seed in range(1, 30)]
        for name, model in MODELS.items():
            with self.subTest(model=name):
                opened = model(3)
                try:
                    self.assertEqual(sum(map(count, work)), opened.sum(count, work))
                finally:
                    opened.close()

    def test_each_lets_an_error_through(self):
        for name, model in MODELS.items():
            with self.subTest(model=name):
                opened = model(2)
                try:
                    with self.assertRaises(ZeroDivisionError):
                        opened.sum(one_over, [1, 0, 1])
                finally:
                    opened.close()


def one_over(number):
    return 1 / number


class WhatTheOriginSays(unittest.TestCase):
    def test_durations(self):
        self.assertEqual(0, seconds("PT0S"))
        self.assertAlmostEqual(3723.25, seconds("PT1H2M3.25S"))
        self.assertAlmostEqual(1e-6, seconds("PT0.000001S"))

    def test_shares_and_lateness_are_of_what_lies_between(self):
        before = {"wall": "PT1S", "answers": 10, "cpu": "PT0.5S"}
        after = {"wall": "PT3S", "answers": 30, "cpu": "PT1.5S"}
        before.update(eventLoopCpu="PT0.1S", lateness="PT0.01S")
        after.update(eventLoopCpu="PT0.9S", lateness="PT0.03S")

        self.assertEqual(
            {"originCpuPermille": 500, "originBusyPermille": 400, "originLatenessMicros": 1000},
            origin_metrics(before, after),
        )


class ThePlan(unittest.TestCase):
    def setUp(self):
        self.left_out = {}

    def plan(self, run):
        return plan(run, 150e-9, self.left_out.setdefault)

    def test_has_the_levels_of_the_run_and_a_raw_thread_once(self):
        run = run_of(
            *(
                key(COUNTING, model=model, parallelism=level, **COUNT_PARAMS)
                for model in ("VIRTUAL_THREADS", "PLATFORM_POOL")
                for level in ("1", "2")
            ),
            entries=[raw_entry(score=1.0)],
        )

        cells = self.plan(run)

        self.assertEqual(1 + 2 * 3, len(cells))
        self.assertEqual(RAW, cells[0].benchmark)
        # 200 tasks a second: 5 ms each, of 150 ns a step.
        self.assertEqual({"33000"}, {cell.param("iterationsPerTask") for cell in cells})
        self.assertEqual({None, "1", "2"}, {cell.param("parallelism") for cell in cells})
        self.assertEqual({}, self.left_out)

    def test_without_a_raw_thread_nothing_tells_how_to_cut(self):
        run = run_of(key(COUNTING, model="VIRTUAL_THREADS", parallelism="1", **COUNT_PARAMS))

        self.assertEqual([], self.plan(run))
        self.assertIn("no valid RawThreadBenchmark", "".join(self.left_out.values()))

    def test_many_in_flight_are_too_many_for_processes(self):
        run = run_of(key(FETCHES, model="VIRTUAL_THREADS", inFlight="17", **FETCH_PARAMS))

        self.assertEqual(
            ["CPYTHON_THREADS", "CPYTHON_ASYNCIO"], [cell.param("model") for cell in self.plan(run)]
        )
        self.assertIn("16 is the most", "".join(self.left_out.values()))

    def test_what_it_does_not_know_it_leaves_out(self):
        run = run_of(
            key(FETCHES, model="VIRTUAL_THREADS", inFlight="8", parseMicros="5", **FETCH_PARAMS),
            key(PACKAGE_OTHER, contenders="8"),
        )

        self.assertEqual([], self.plan(run))
        self.assertEqual(["unknown parameter parseMicros"], list(self.left_out.values()))

    def test_cuts_to_two_digits_and_never_to_nothing(self):
        self.assertEqual(33000, cut(5e-3, 150e-9))
        self.assertEqual(1, cut(1e-12, 150e-9))


PACKAGE_OTHER = "strandbench.bench.LockContentionBenchmark.contend"


class AMeasurement(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.out = pathlib.Path(directory.name, "python.json")
        self.counting = Cell.of(RAW, COUNT_PARAMS)
        self.fetches = Cell.of(FETCHES, {"model": "CPYTHON_ASYNCIO", "inFlight": "8", **FETCH_PARAMS})

    def measure(self, tell, forks=3):
        options = types.SimpleNamespace(
            out=str(self.out), forks=forks, seed=1, set_up=0, warm_up=0, measure=0.1, run="run",
            java="java", class_path="some.jar",
        )
        measurement = Measurement(run_of(), [self.counting, self.fetches], options)
        self.addCleanup(measurement.journal.close)
        with mock.patch.object(python_models, "execute", tell):
            with mock.patch.object(sys, "stderr", io.StringIO()):
                measurement.measure()
        return measurement

    def told(self, late=100, busy=100):
        def tell(command):
            spec = json.loads(command[-1])
            fetch = {"fetches": 80, "originBusyPermille": busy, "originLatenessMicros": late}
            metrics = fetch if spec["work"] == "fetch" else {"iterations": 6e6}
            return json.dumps({"opsPerSecond": 0.5, "metrics": metrics})

        return tell

    def test_has_one_row_per_fork(self):
        measurement = self.measure(self.told())

        counting, fetches = json.loads(self.out.read_text())
        self.assertEqual([[0.5]] * 3, counting["primaryMetric"]["rawData"])
        self.assertEqual(3, fetches["forks"])
        self.assertEqual("#", fetches["secondaryMetrics"]["originBusyPermille"]["scoreUnit"])
        self.assertEqual("ops/s", fetches["secondaryMetrics"]["fetches"]["scoreUnit"])
        self.assertEqual("CPYTHON_ASYNCIO", fetches["params"]["model"])
        self.assertTrue(measurement.complete())
        self.assertEqual(6, len(self.out.with_suffix(".jsonl").read_text().splitlines()))

    def test_a_saturated_origin_measures_itself(self):
        for told, reason in ((self.told(late=5001), "5.0 ms late"), (self.told(busy=851), "85%")):
            measurement = self.measure(told)

            self.assertEqual(1, len(json.loads(self.out.read_text())))
            self.assertIn(reason, measurement.objection(self.fetches))
            self.assertFalse(measurement.complete())

    def test_what_failed_once_is_not_tried_again_and_its_forks_stay_in_the_journal(self):
        calls = []

        def tell(command):
            calls.append(command)
            if json.loads(command[-1])["work"] == "fetch":
                raise Failure("exit code 1: out of luck")
            return self.told()(command)

        measurement = self.measure(tell)

        self.assertEqual(4, len(calls))
        self.assertEqual("exit code 1: out of luck", measurement.objection(self.fetches))
        self.assertIn("out of luck", self.out.with_suffix(".jsonl").read_text())
        table = io.StringIO()
        measurement.print(table)
        self.assertIn("out of luck", table.getvalue())

    def test_rounds_are_shuffled_and_the_seed_tells_how(self):
        def order(seed):
            measurement = self.measure(self.told())
            measurement.options.seed = seed
            ran = []
            with mock.patch.object(Measurement, "run_fork", lambda _, number, cell: ran.append(cell)):
                measurement.options.forks = 20
                measurement.measure()
            return ran

        self.assertEqual(order(1), order(1))
        self.assertNotEqual(order(1), order(2))


class UnusableInput(unittest.TestCase):
    def test_is_told_in_one_line(self):
        with self.assertRaisesRegex(Unusable, "nowhere/run.json: No such file"):
            Run(pathlib.Path("nowhere"))

    def test_another_machine_is_refused(self):
        run = run_of()

        run.refuse_other_machine({"cpu": "Some", "availableProcessors": 2})
        with self.assertRaisesRegex(Unusable, "availableProcessors is 4 here, and the run has 2"):
            run.refuse_other_machine({"cpu": "Some", "availableProcessors": 4})


if __name__ == "__main__":
    unittest.main()
