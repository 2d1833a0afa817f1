#!/usr/bin/env python3
"""One fork of scripts/python-models: runs one cell in a process of its own, and prints its rates.

The work is that of the Java benchmarks: CountingLoopBenchmark and RawThreadBenchmark (xorshift
loops, their sum held against an oracle that jumps ahead instead of looping), and FetchBenchmark
(20 pages per slot from the same origin, over connections that are kept alive, each page held byte
by byte against what its number says). The checks are inside the time that counts, as they are there.

    python3 scripts/python_workloads.py '{"work": "count", "model": "CPYTHON_THREADS", ...}'
"""

import asyncio
import http.client
import json
import re
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from python_figures import FORK, MASK, check, count, repeat

SEED_STEP = 0x9E3779B97F4A7C15
PORT_PREFIX = "strandbench origin listens on port "
LOOPBACK = "127.0.0.1"
TIMEOUT_SECONDS = 60
FETCHES_PER_SLOT = 20
WARM_UP_FETCHES = 256
WARM_UP_STEPS = 10
# So many different pages: a body that belongs to another request is seen, and few are to be made.
PAGES = 64


class Oracle:
    """Where a xorshift generator is after so many steps, without taking them.

    A step is linear over GF(2): a matrix, as a list of 64 columns, whose powers come by squaring.
    """

    def __init__(self, steps):
        self.powers = []
        power = multiply(shift_xor(17), multiply(shift_xor(-7), shift_xor(13)))
        while steps:
            if steps & 1:
                self.powers.append(power)
            power = multiply(power, power)
            steps >>= 1

    def ahead(self, state):
        for power in self.powers:
            state = image(power, state)
        return state


def shift_xor(by):
    """The matrix of x ^= x << by, or of x ^= x >> -by where it is negative."""
    return [1 << bit | (1 << bit + by if 0 <= bit + by < 64 else 0) for bit in range(64)]


def multiply(left, right):
    return [image(left, column) for column in right]


def image(matrix, vector):
    result = 0
    for column in matrix:
        if vector & 1:
            result ^= column
        vector >>= 1
    return result


def page(number, length):
    """The body of a page, as every JVM makes it: bytes of SplittableRandom from its number."""
    body = bytearray()
    state = number & MASK
    while len(body) < length:
        state = (state + SEED_STEP) & MASK
        mixed = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & MASK
        body += (mixed ^ mixed >> 31).to_bytes(8, "little")
    return bytes(body[:length])


class Threads:
    """A pool of threads."""

    def __init__(self, cap):
        self.executor = ThreadPoolExecutor(cap)

    def sum(self, function, items):
        return sum(self.executor.map(function, items))

    def close(self):
        self.executor.shutdown()


class Processes(Threads):
    """A pool of processes; tasks travel one by one."""

    def __init__(self, cap):
        self.executor = ProcessPoolExecutor(cap, mp_context=FORK)


class Asyncio:
    """Coroutines on one thread; so many at once have a permit."""

    def __init__(self, cap):
        self.loop = asyncio.new_event_loop()
        self.permits = asyncio.Semaphore(cap)
        self.idle = []

    def sum(self, function, items):
        return self.loop.run_until_complete(self.gather(function, items))

    async def gather(self, function, items):
        answer = self.fetch if function is fetch else self.call
        return sum(await asyncio.gather(*(answer(function, item) for item in items)))

    async def call(self, function, item):
        async with self.permits:
            return function(item)

    async def fetch(self, _, item):
        path, number = item
        async with self.permits:
            reader, writer = (
                self.idle.pop() if self.idle else await asyncio.open_connection(LOOPBACK, port)
            )
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head).group(1))
            body = await reader.readexactly(length)
            self.idle.append((reader, writer))
        return checked(path, int(head[9:12]), body, number)

    def close(self):
        for _, writer in self.idle:
            writer.close()
        self.loop.close()


class Raw:
    """No executor: the calling thread."""

    def __init__(self, cap):
        pass

    def sum(self, function, items):
        return sum(function(item) for item in items)

    def close(self):
        pass


MODELS = {
    "CPYTHON_THREADS": Threads,
    "CPYTHON_PROCESS_POOL": Processes,
    "CPYTHON_ASYNCIO": Asyncio,
    None: Raw,
}

# Set before the workers are forked, which inherit them.
port = None
bodies = []
connections = threading.local()


def fetch(item):
    """Gets a page with the calling thread, on its own connection; returns its checksum."""
    path, number = item
    connection = getattr(connections, "own", None)
    if connection is None:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=TIMEOUT_SECONDS)
        connections.own = connection
    connection.request("GET", path)
    response = connection.getresponse()
    return checked(path, response.status, response.read(), number)


def checked(path, status, body, number):
    if status != 200:
        raise AssertionError(f"{path}: status {status}, expected 200")
    if body != bodies[number]:
        raise AssertionError(f"{path}: wrong body of {len(body)} bytes")
    return zlib.crc32(body)


class Origin:
    """The origin's JVM. It ends when its standard input does: with this process at the latest."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for line in self.process.stdout:
            if line.startswith(PORT_PREFIX):
                self.port = int(line[len(PORT_PREFIX) :])
                return
        raise RuntimeError("the origin ended before it listened")

    def load(self, method):
        """What it says of itself; POST resets its peaks as well."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=TIMEOUT_SECONDS)
        connection.request(method, "/stats", headers={"Connection": "close"})
        told = json.loads(connection.getresponse().read())
        connection.close()
        return told

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def seconds(duration):
    """Of an ISO 8601 duration as Java writes it: PT1M2.5S."""
    hours, minutes, rest = re.fullmatch(
        r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", duration
    ).groups(default="0")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def origin_metrics(before, after):
    """As the Java benchmark tells them."""
    wall = seconds(after["wall"]) - seconds(before["wall"])
    answers = after["answers"] - before["answers"]

    def spent(name):
        return seconds(after[name]) - seconds(before[name])

    return {
        "originCpuPermille": round(1000 * spent("cpu") / wall),
        "originBusyPermille": round(1000 * spent("eventLoopCpu") / wall),
        "originLatenessMicros": round(1e6 * spent("lateness") / max(1, answers)),
    }


def per_second(operation, warm_up, measure):
    """How often a second the operation can be done; at least once is measured."""

    def timed():
        start = time.perf_counter()
        operation()
        return time.perf_counter() - start

    repeat(timed, warm_up)
    taken = repeat(timed, measure)
    return len(taken) / sum(taken)


def measure_counting(spec):
    tasks, steps = spec["tasks"], spec["iterationsPerTask"]
    model = MODELS[spec.get("model")](spec.get("parallelism", 1))

    def operation(length):
        work = [((number + 1) * SEED_STEP & MASK, length) for number in range(tasks)]
        oracle = Oracle(length)
        expected = sum(oracle.ahead(seed) for seed, _ in work)
        return lambda: check(expected, model.sum(count, work))

    try:
        operation(WARM_UP_STEPS)()
        rate = per_second(operation(steps), spec["warmUp"], spec["measure"])
    finally:
        model.close()
    return {"opsPerSecond": rate, "metrics": {"iterations": rate * tasks * steps}}


def measure_fetches(spec):
    global port
    fetches = spec["inFlight"] * FETCHES_PER_SLOT
    bodies.extend(page(number, spec["bodyBytes"]) for number in range(PAGES))
    origin = Origin(spec["origin"])
    port = origin.port
    model = MODELS[spec["model"]](spec["inFlight"])

    def operation(prefix, number_of_fetches):
        work = [(f"{prefix}{n % PAGES}", n % PAGES) for n in range(number_of_fetches)]
        expected = sum(zlib.crc32(bodies[number]) for _, number in work)
        return lambda: check(expected, model.sum(fetch, work))

    try:
        # As the Java benchmark's set-up does, since the origin is a JVM that has to get warm.
        repeat(operation("/undelayed/", WARM_UP_FETCHES), spec["setUp"])
        time.sleep(spec["setUp"] / 2)
        measured = operation("/pages/", fetches)
        repeat(measured, spec["warmUp"])
        before = origin.load("POST")
        rate = per_second(measured, 0, spec["measure"])
        metrics = origin_metrics(before, origin.load("GET"))
    finally:
        model.close()
        origin.close()
    return {"opsPerSecond": rate, "metrics": {"fetches": rate * fetches, **metrics}}


def main():
    spec = json.loads(sys.argv[1])
    measure = measure_fetches if spec["work"] == "fetch" else measure_counting
    print(json.dumps(measure(spec)))


if __name__ == "__main__":
    main()
