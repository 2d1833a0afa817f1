"""Tests of what scripts/compare_python.py works out: bounds, ratios, verdicts, the table."""

import io
import pathlib
import sys
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts"))

from compare_python import AtMost, Comparison, Failure, Figure, Jmh, Result, Times, Value
from compare_python import cause, efficiencies, extract, half_efficiency, median, number, ratio


class HalfEfficiency(unittest.TestCase):
    def test_lies_between_the_neighbours(self):
        crossing = half_efficiency([(1, 0.1), (2, 0.25), (8, 0.75), (16, 0.9)])

        # Half of the way from 0.25 to 0.75, so half of the way from log 2 to log 8.
        self.assertAlmostEqual(4, crossing.value)
        self.assertEqual("", crossing.bound)

    def test_is_the_last_crossing(self):
        crossing = half_efficiency([(1, 0.6), (2, 0.4), (8, 0.6)])

        self.assertAlmostEqual(4, crossing.value)

    def test_is_a_bound_where_the_sweep_did_not_reach_it(self):
        self.assertEqual(Value(1, "<"), half_efficiency([(1, 0.5), (2, 0.7)]))
        self.assertEqual(Value(2, ">"), half_efficiency([(1, 0.1), (2, 0.4)]))


class Median(unittest.TestCase):
    def test_of_odd_and_even_counts(self):
        self.assertEqual(Value(2), median([Value(9), Value(2), Value(1)]))
        self.assertEqual(Value(3), median([Value(9), Value(2), Value(4), Value(1)]))

    def test_is_a_bound_where_its_middle_is(self):
        self.assertEqual(Value(64, ">"), median([Value(64, ">"), Value(64, ">"), Value(9)]))
        self.assertEqual(Value(9), median([Value(64, ">"), Value(9), Value(8)]))
        self.assertEqual("?", median([Value(1, "<"), Value(64, ">")]).bound)


class Ratio(unittest.TestCase):
    def test_says_how_many_times_better_java_is(self):
        self.assertEqual(Value(5), ratio(Value(10), Value(2), higher_is_better=False))
        self.assertEqual(Value(0.2), ratio(Value(10), Value(2), higher_is_better=True))

    def test_of_bounds_is_a_bound(self):
        self.assertEqual(Value(5, ">"), ratio(Value(10), Value(2, "<"), higher_is_better=False))
        self.assertEqual(Value(5, "<"), ratio(Value(10), Value(2, ">"), higher_is_better=False))
        self.assertEqual(Value(5, ">"), ratio(Value(10, ">"), Value(2, "<"), False))
        self.assertEqual(Value(5, "?"), ratio(Value(10, ">"), Value(2, ">"), False))


class Verdict(unittest.TestCase):
    def test_times(self):
        self.assertEqual("reached", Times(5).verdict(Value(1), Value(5)))
        self.assertEqual("missed", Times(5).verdict(Value(1), Value(4.99)))
        self.assertEqual("reached", Times(5).verdict(Value(1), Value(6, ">")))
        self.assertEqual("unknown", Times(5).verdict(Value(1), Value(6, "<")))
        self.assertEqual("unknown", Times(5).verdict(Value(1), Value(4, ">")))
        self.assertEqual("missed", Times(5).verdict(Value(1), Value(4, "<")))
        self.assertEqual("unknown", Times(5).verdict(Value(1), Value(6, "?")))

    def test_at_most(self):
        self.assertEqual("reached", AtMost(80, "ms").verdict(Value(80), Value(0.1)))
        self.assertEqual("missed", AtMost(80, "ms").verdict(Value(81), Value(100)))
        self.assertEqual("unknown", AtMost(80, "ms").verdict(Value(79, ">"), Value(1)))


class Extract(unittest.TestCase):
    def test_the_part_of_a_result_that_was_asked_for(self):
        entry = {
            "primaryMetric": {"score": 3.0, "scorePercentiles": {"99.0": 7.0}},
            "secondaryMetrics": {"tasks": {"score": 30000.0}},
        }

        self.assertEqual(Value(3), extract(Jmh("A.b"), [entry]))
        self.assertEqual(Value(7), extract(Jmh("A.b", metric="p99"), [entry]))
        self.assertEqual(Value(30000), extract(Jmh("A.b", metric="tasks"), [entry]))

    def test_refuses_what_is_not_one_result(self):
        with self.assertRaisesRegex(Failure, "no benchmark A.b"):
            extract(Jmh("A.b"), [])
        with self.assertRaisesRegex(Failure, "2 results"):
            extract(Jmh("A.b"), [{}, {}])

    def test_efficiency_is_useful_work_over_elapsed_time_and_workers(self):
        # One thread needs 2 s for 1000 tasks, two workers 1.25 s: 2 / (1.25 * 2).
        entries = [
            self.entry("RawThreadBenchmark.first", 0.5, 1000),
            self.entry("GrainBenchmark.count", 0.8, 1000),
        ]

        [(grain, efficiency)] = efficiencies(entries)

        self.assertAlmostEqual(2000, grain)
        self.assertAlmostEqual(0.8, efficiency)

    def test_a_grain_without_its_baseline_is_refused(self):
        with self.assertRaisesRegex(Failure, "differ"):
            efficiencies([self.entry("GrainBenchmark.count", 0.8, 1000)])

    def entry(self, benchmark, score, tasks):
        return {
            "benchmark": "strandbench.bench." + benchmark,
            "params": {"tasks": str(tasks), "iterationsPerTask": "600"},
            "primaryMetric": {"score": score},
        }


class Cause(unittest.TestCase):
    def test_is_the_exception_where_there_is_one(self):
        out = "# Fork: 1 of 1\n\njava.lang.IllegalStateException: no cache\n\tat A.b(A.java:1)\n"

        told = cause("ERROR: RunnerException\n", out)

        self.assertEqual("java.lang.IllegalStateException: no cache", told)

    def test_is_the_last_line_elsewhere(self):
        self.assertEqual("no such file", cause("usage\nno such file\n", ""))
        self.assertEqual("no output", cause("", ""))


class Report(unittest.TestCase):
    def test_a_result_that_was_not_measured_says_so(self):
        result = Result(Figure("a", "b", "µs", "apply", Jmh("A.b"), Times(5)), [Value(1)], [])

        self.assertEqual("not measured", result.verdict())
        self.assertIsNone(result.as_json()["ratio"])

    def test_a_side_that_failed_once_has_no_figure(self):
        def sometimes(side, options):
            sometimes.calls += 1
            if sometimes.calls == 2:
                raise Failure("exit code 1: out of luck")
            return Value(1)

        sometimes.calls = 0
        figure = Figure("a", "b", "µs", "apply", Jmh("A.b"))
        options = types.SimpleNamespace(runs=3, warm_up=0, measure=0, java=None)
        comparison = Comparison([figure], options, machine={"cores": 2})
        for run in range(1, 4):
            if "apply" not in comparison.failures:
                comparison.measure_once(run, figure, sometimes, "apply")

        self.assertEqual([], comparison.of("apply"))
        self.assertFalse(comparison.complete())
        out = io.StringIO()
        comparison.print(out)
        self.assertIn("FAILED: CPython's apply: exit code 1: out of luck", out.getvalue())

    def test_an_interrupted_comparison_says_so(self):
        options = types.SimpleNamespace(runs=2, warm_up=0, measure=0)
        figure = Figure("a", "b", "µs", "apply", Jmh("A.b"))
        comparison = Comparison([figure], options, machine={})
        out = io.StringIO()

        comparison.measure_once(1, figure, lambda *_: Value(1), figure.python)
        comparison.print(out)
        self.assertIn("INTERRUPTED", out.getvalue())

        for side in (figure.python, figure.java, figure.java):
            comparison.measure_once(2, figure, lambda *_: Value(1), side)
        comparison.print(out := io.StringIO())
        self.assertNotIn("INTERRUPTED", out.getvalue())

    def test_numbers_have_three_digits(self):
        self.assertEqual(
            ["5,400,000", "263", "26.3", "0.0263", "0"],
            [number(value) for value in (5_400_000, 263, 26.3, 0.0263, 0)],
        )


if __name__ == "__main__":
    unittest.main()
