#!/usr/bin/env python3
"""The Python side of scripts/compare-python: measures one figure, and prints it as JSON.

Each figure is measured in a process of its own, as JMH does it with its forks. It runs its
operation for --warm-up seconds, throws that away, then runs it for --measure seconds. Every answer
is checked, outside of the time that counts (on the Java side the checks are inside).

    python3 scripts/python_figures.py apply --warm-up 2 --measure 1
"""

import argparse
import json
import math
import multiprocessing
import os
import signal
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

WORKERS = 2
TASKS = 10_000
MAP_ITEMS = 500_000
GRAIN_TASKS = 2_000
MESSAGES = 50_000
# Nominal grains of the sweep, in µs. What a grain really takes is measured.
GRAINS = (4, 8, 16, 32, 64, 128, 256)
MASK = (1 << 64) - 1

# The start method that is the fastest, and was Linux's default up to Python 3.13.
FORK = multiprocessing.get_context("fork")
SPAWN = multiprocessing.get_context("spawn")


def null_task(number):
    return number


def empty():
    pass


def say_ready(connection):
    connection.send("ready")


def count(task):
    """The busy task: as many xorshift steps as it is told, like the suite's counting loop."""
    x, steps = task
    for _ in range(steps):
        x ^= (x << 13) & MASK
        x ^= x >> 7
        x ^= (x << 17) & MASK
    return x


def check(expected, actual):
    if expected != actual:
        raise AssertionError(f"wrong answer: {actual!r:.200}, expected {expected!r:.200}")


def timed(operation):
    """The answer of an operation, and the seconds that it took."""
    start = time.perf_counter()
    answer = operation()
    return answer, time.perf_counter() - start


def mean_seconds(operation, warm_up, measure):
    """What an operation takes; it returns the seconds that count. At least one is measured."""
    repeat(operation, warm_up)
    return statistics.fmean(repeat(operation, measure))


def repeat(operation, seconds):
    end = time.perf_counter() + seconds
    taken = [operation()]
    while time.perf_counter() < end:
        taken.append(operation())
    return taken


def round_trip(ask, warm_up, measure):
    """µs from asking for a null task to its answer, one at a time."""

    def thousand():
        answers, seconds = timed(lambda: [ask(number) for number in range(1000)])
        check(list(range(1000)), answers)
        return seconds

    return mean_seconds(thousand, warm_up, measure) / 1000 * 1e6


def per_second(items, carry, warm_up, measure):
    """Items per second, where `carry` returns the answers to them all."""
    items = list(range(items))

    def all_of_them():
        answers, seconds = timed(lambda: carry(items))
        check(items, answers)
        return seconds

    return len(items) / mean_seconds(all_of_them, warm_up, measure)


def apply(warm_up, measure):
    with FORK.Pool(WORKERS) as pool:
        return round_trip(lambda number: pool.apply(null_task, (number,)), warm_up, measure)


def apply_async(warm_up, measure):
    def carry(items):
        results = [pool.apply_async(null_task, (item,)) for item in items]
        return [result.get() for result in results]

    with FORK.Pool(WORKERS) as pool:
        return per_second(TASKS, carry, warm_up, measure)


def map_one_by_one(warm_up, measure):
    with FORK.Pool(WORKERS) as pool:
        return per_second(
            TASKS, lambda items: pool.map(null_task, items, chunksize=1), warm_up, measure
        )


def map_own_chunks(warm_up, measure):
    with FORK.Pool(WORKERS) as pool:
        return per_second(MAP_ITEMS, lambda items: pool.map(null_task, items), warm_up, measure)


def executor_round_trip(warm_up, measure):
    with ProcessPoolExecutor(WORKERS, mp_context=FORK) as executor:
        return round_trip(
            lambda number: executor.submit(null_task, number).result(), warm_up, measure
        )


def executor_submit(warm_up, measure):
    def carry(items):
        futures = [executor.submit(null_task, item) for item in items]
        return [future.result() for future in futures]

    with ProcessPoolExecutor(WORKERS, mp_context=FORK) as executor:
        return per_second(TASKS, carry, warm_up, measure)


def grain(warm_up, measure):
    """Pairs of a grain in µs (measured alone, on one thread) and the pool's efficiency at it."""
    steps_per_us = calibrate()
    tasks = [(number + 1, 0) for number in range(GRAIN_TASKS)]
    points = []
    with FORK.Pool(WORKERS) as pool:
        repeat(lambda: timed(lambda: pool.map(count, tasks, chunksize=1))[1], warm_up)
        for nominal in GRAINS:
            work = [(seed, max(1, round(nominal * steps_per_us))) for seed, _ in tasks]
            expected = [count(task) for task in work]
            alone = mean_seconds(lambda: timed(lambda: [count(task) for task in work])[1], 0, 0)

            def pooled():
                answers, seconds = timed(lambda: pool.map(count, work, chunksize=1))
                check(expected, answers)
                return seconds

            elapsed = mean_seconds(pooled, 0, measure / len(GRAINS))
            points.append((alone / GRAIN_TASKS * 1e6, alone / (elapsed * WORKERS)))
    return points


def calibrate():
    """Steps of the busy task per µs, on one thread."""
    steps = 20_000
    fastest = min(timed(lambda: count((1, steps)))[1] for _ in range(20))
    return steps / (fastest * 1e6)


def produce(queue, gate):
    while gate.recv():
        for number in range(MESSAGES):
            queue.put(number)


def queue_messages(warm_up, measure):
    """Messages per second from one process to another."""
    queue = FORK.Queue()
    gate, other_end = FORK.Pipe()
    producer = FORK.Process(target=produce, args=(queue, other_end))
    producer.start()

    def carry(items):
        gate.send(True)
        return [queue.get() for _ in items]

    try:
        return per_second(MESSAGES, carry, warm_up, measure)
    finally:
        gate.send(False)
        producer.join()


def start_and_join(context, warm_up, measure):
    """ms from start to the end of join, of a process that does nothing."""

    def once():
        process = context.Process(target=empty)
        _, seconds = timed(lambda: (process.start(), process.join()))
        check(0, process.exitcode)
        return seconds

    return mean_seconds(once, warm_up, measure) * 1e3


def start_to_ready(context, warm_up, measure):
    """ms from start until the parent hears from the child."""

    def once():
        ours, theirs = context.Pipe()
        process = context.Process(target=say_ready, args=(theirs,))
        word, seconds = timed(lambda: (process.start(), ours.recv())[1])
        process.join()
        check("ready", word)
        return seconds

    return mean_seconds(once, warm_up, measure) * 1e3


def tell_pid_and_wait():
    pid_writer.send(os.getpid())
    signal.pause()


def death(warm_up, measure):
    """ms from SIGKILL of a worker to its failed future, the 99th percentile of all kills.

    Of the executor: multiprocessing.Pool never tells who waits for a lost task.
    """
    global pid_writer  # Inherited by the workers.
    pid_reader, pid_writer = FORK.Pipe(duplex=False)

    def once():
        with ProcessPoolExecutor(WORKERS, mp_context=FORK) as executor:
            future = executor.submit(tell_pid_and_wait)
            pid = pid_reader.recv()
            _, seconds = timed(lambda: (os.kill(pid, signal.SIGKILL), future.exception()))
            check(BrokenProcessPool, type(future.exception()))
        return seconds

    repeat(once, warm_up)
    kills = sorted(repeat(once, measure))
    return kills[math.ceil(0.99 * len(kills)) - 1] * 1e3


FIGURES = {
    "apply": apply,
    "apply_async": apply_async,
    "map_one_by_one": map_one_by_one,
    "map_own_chunks": map_own_chunks,
    "executor_round_trip": executor_round_trip,
    "executor_submit": executor_submit,
    "grain": grain,
    "queue_messages": queue_messages,
    "fork_start_and_join": lambda *times: start_and_join(FORK, *times),
    "spawn_start_and_join": lambda *times: start_and_join(SPAWN, *times),
    "fork_start_to_ready": lambda *times: start_to_ready(FORK, *times),
    "spawn_start_to_ready": lambda *times: start_to_ready(SPAWN, *times),
    "death": death,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figure", choices=FIGURES)
    parser.add_argument("--warm-up", type=float, default=2, metavar="SECONDS")
    parser.add_argument("--measure", type=float, default=1, metavar="SECONDS")
    arguments = parser.parse_args()
    print(json.dumps(FIGURES[arguments.figure](arguments.warm_up, arguments.measure)))


if __name__ == "__main__":
    main()
