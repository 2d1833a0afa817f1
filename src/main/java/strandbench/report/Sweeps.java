package strandbench.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import strandbench.report.Sweep.Compare;
import strandbench.report.Sweep.Panel;
import strandbench.result.BenchmarkKey;

/** The suite's questions that are told as sweeps, in the order of the page. */
final class Sweeps {
  private static final String PACKAGE = "strandbench.bench.";
  private static final Measure P50 =
      Measure.secondary("p50 latency (µs)", "µs", false, "latencyP50Nanos", 1e-3);
  private static final Measure P99 =
      Measure.secondary("p99 latency (µs)", "µs", false, "latencyP99Nanos", 1e-3);

  private static final Dimension THREADS =
      new Dimension(
          "threads",
          List.of("thread"),
          key -> key.param("thread").isEmpty() ? "" : Names.words(key.param("thread")) + " threads",
          value -> "with " + value);

  static final List<Sweep> ALL =
      List.of(
          divideAndConquer(),
          handOver(),
          start(),
          keep(),
          most(),
          pinning(),
          queues(),
          coordination(),
          structured(),
          timers(),
          echo(),
          crawl());

  private Sweeps() {}

  private static Sweep handOver() {
    return new Sweep(
        "hand-over",
        "Hand-over of one task",
        List.of(PACKAGE + "TaskHandOverBenchmark"),
        Dimension.named("model", "model"),
        Dimension.none("at handing over one task"),
        true,
        Set.of(),
        Map.of("SINGLE_THREAD", "the floor: it hands nothing over"),
        List.of(
            new Panel(
                "",
                "Hand-over: time from submitting one task to its answer",
                "What does it cost to hand over one task and wait for it?",
                "time of one submit and get (µs), lower is better",
                List.of(
                    Measure.percentile("median (µs)", "0.50"),
                    Measure.percentile("90% (µs)", "0.90"),
                    Measure.percentile("99% (µs)", "0.99"),
                    Measure.percentile("99.9% (µs)", "0.999")),
                List.of(Measure.micros("mean (µs)")),
                Compare.LEVELS_OF_LAST_SERIES,
                "fastest",
                List.of(
                    "Each percentile is the mean over forks of the fork's own. Closed loop: the"
                        + " next task is submitted when this one's answer is there."))));
  }

  private static Sweep divideAndConquer() {
    return new Sweep(
        "divide-and-conquer",
        "Divide and conquer",
        List.of(PACKAGE + "DivideAndConquerBenchmark"),
        Dimension.joined(
            "cut-off", List.of("cutOff"), value -> "at a cut-off of " + Dimension.label(value)),
        Dimension.named("way", "how"),
        false,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Divide and conquer: time against cut-off",
                "How far down may the work be divided, and by which way?",
                "time of the whole work (ms), lower is better",
                List.of(Measure.millisPerOperation("time (ms)")),
                List.of(
                    Measure.secondary("parts per second", "", true, "tasks", 1),
                    Measure.perOperation("steals per operation", "steals")),
                Compare.SERIES_AT_EACH_LEVEL,
                "fastest",
                List.of(
                    "A part of as many numbers as the cut-off is no longer divided. Only the two"
                        + " ways with a ForkJoinPool tell steals; the others show 0."))));
  }

  private static Sweep start() {
    Dimension what =
        new Dimension(
            "what is started",
            List.of("kind", "start", "model", "parallelism"),
            Sweeps::started,
            value -> value);
    Dimension kind =
        new Dimension("kind", List.of(), Sweeps::kindOfStart, value -> "(" + value + ")");
    return new Sweep(
        "start",
        "Start-up",
        List.of(
            PACKAGE + "StartBenchmark",
            PACKAGE + "ExecutorLifecycleBenchmark",
            PACKAGE + "PoolStartBenchmark",
            PACKAGE + "ProcessLifecycleBenchmark"),
        what,
        kind,
        true,
        Set.of(),
        Map.of(
            "process: program", "the floor: no JVM",
            "executor: single thread", "the floor: it starts nothing"),
        List.of(
            new Panel(
                "",
                "What starting costs",
                "What does it cost to start something for one task?",
                "time of one start (µs), lower is better",
                List.of(Measure.micros("time (µs)")),
                List.of(),
                Compare.LEVELS_OF_EACH_SERIES,
                "cheapest",
                List.of(
                    "Threads and processes: from the start until the end is seen. Executors: open,"
                        + " run one task, close. Pools of processes: until all workers are ready."
                        + " A program that does nothing and an executor without threads are"
                        + " floors, and not compared."))));
  }

  private static String kindOfStart(BenchmarkKey key) {
    return switch (key.simpleClassName()) {
      case "StartBenchmark" ->
          "thread, "
              + Names.camelWords(key.benchmark().substring(key.benchmark().lastIndexOf('.') + 1));
      case "ExecutorLifecycleBenchmark" -> "executor";
      case "PoolStartBenchmark" -> "pool of " + key.param("parallelism");
      default -> "process";
    };
  }

  private static String started(BenchmarkKey key) {
    String start = Names.words(key.param("start"));
    return switch (key.simpleClassName()) {
      case "StartBenchmark" -> Names.words(key.param("kind"));
      case "ExecutorLifecycleBenchmark" -> "executor: " + Names.words(key.param("model"));
      case "PoolStartBenchmark" -> "pool of processes: " + start;
      default -> "process: " + start;
    };
  }

  private static Sweep keep() {
    return new Sweep(
        "keep",
        "Keeping",
        List.of(PACKAGE + "KeepBenchmark"),
        Dimension.named("strand", "strand"),
        Dimension.counted("calls on the stack", "depth", "call on the stack"),
        true,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Memory to keep one that waits",
                "How much memory does a thread or a process take while it waits?",
                "resident memory of one (KB), lower is better",
                List.of(
                    Measure.secondary(
                        "resident (KB)", "KB", false, "residentKilobytesPerStrand", 1)),
                List.of(
                    Measure.secondary(
                        "of it on the heap (KB)", "KB", false, "heapKilobytesPerStrand", 1),
                    Measure.secondary(
                        "shared pages counted once (1) or in each (0)",
                        "",
                        true,
                        "proportional",
                        1)),
                Compare.LEVELS_OF_EACH_SERIES,
                "lightest",
                List.of(
                    "Blocked in LockSupport.park below so many calls. What the kernel keeps for it"
                        + " is not counted."))));
  }

  private static Sweep most() {
    Measure held = Measure.secondary("held at once", "at once", true, "held", 1);
    return new Sweep(
        "most",
        "Keeping many",
        List.of(PACKAGE + "KeepBenchmark"),
        Dimension.named("strand", "strand"),
        Dimension.counted("calls on the stack", "depth", "call on the stack"),
        true,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "How many can be kept, up to a cap",
                "How many threads or processes wait at once before something stops it?",
                "held at once, higher is better",
                List.of(held),
                List.of(
                    Measure.secondary("cap", "", true, "cap", 1),
                    Measure.secondary("stopped by refusal", "", false, "stoppedByRefusal", 1),
                    Measure.secondary("stopped by memory", "", false, "stoppedByMemory", 1),
                    Measure.secondary("stopped by time", "", false, "stoppedByTime", 1)),
                Compare.NOTHING,
                "each kind has a cap of its own, so that the figures don't compare",
                List.of(
                    "Where as many are held as the cap allows, there may be room for more: the caps"
                        + " differ, and stand in the table. Stopped: share of forks."))));
  }

  private static Sweep pinning() {
    return new Sweep(
        "pinning",
        "Blocking inside a lock",
        List.of(PACKAGE + "PinningBenchmark"),
        Dimension.counted("carriers", "carriers", "carrier"),
        Dimension.named("guard", "guard"),
        false,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Blocking inside a lock: passages per second against carriers",
                "Does a virtual thread that blocks inside keep its carrier?",
                "passages per second, higher is better",
                List.of(Measure.secondary("passages/s", "passages/s", true, "passages", 1)),
                List.of(
                    Measure.secondary("pinned events", "", false, "pinned", 1),
                    Measure.secondary(
                        "pinned events per passage", "", false, "pinnedPerPassage", 1),
                    Measure.secondary("carriers as told by the JVM", "", true, "carriers", 1)),
                Compare.SERIES_AT_LAST_LEVEL,
                "fastest",
                Sweeps::sleepers,
                List.of(
                    "A passage: once in, asleep as long as stated, and out. Each virtual thread has"
                        + " a guard of its own. Pinned events: those that JDK Flight Recorder"
                        + " counts, without a threshold."))));
  }

  /** As many passages as there are sleepers at once: all threads, or one on each carrier. */
  private static List<ReferenceLine> sleepers(SweepGroup group) {
    String millis = group.work().params().getOrDefault("sleepMillis", "");
    String threads = group.work().params().getOrDefault("virtualThreads", "");
    if (!Dimension.isNumber(millis) || !Dimension.isNumber(threads) || millis.equals("0")) {
      return List.of();
    }
    double perSleeper = 1e3 / Double.parseDouble(millis);
    double all = perSleeper * Double.parseDouble(threads);
    List<Double> carriers = steps(group);
    List<Double> ends = List.of(carriers.getFirst(), carriers.getLast());
    return List.of(
        new ReferenceLine("carriers left while asleep", ends, List.of(all, all), false),
        new ReferenceLine(
            "carriers kept while asleep",
            carriers,
            carriers.stream().map(each -> Math.min(all, perSleeper * each)).toList(),
            true));
  }

  private static Sweep queues() {
    Dimension users =
        new Dimension(
            "producers to consumers",
            List.of("producers", "consumers", "thread"),
            key ->
                THREADS.has(key)
                    ? "%s to %s, %s"
                        .formatted(
                            key.param("producers"), key.param("consumers"), THREADS.of().apply(key))
                    : "",
            value -> "from " + value);
    return new Sweep(
        "queues",
        "Producers and consumers",
        List.of(PACKAGE + "QueueBenchmark"),
        Dimension.named("queue", "queue"),
        users,
        true,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Queues: items per second",
                "How many items a second pass from producers to consumers?",
                "items per second, higher is better",
                List.of(Measure.perSecond("items/s", "items/s")),
                List.of(P50, P99),
                Compare.LEVELS_OF_EACH_SERIES,
                "fastest",
                List.of("Only queues of the same capacity are compared.")),
            new Panel(
                "latency",
                "Queues: time of an item on its way",
                "How long is an item on its way from producer to consumer, under full load?",
                "p99 from put to take (µs), lower is better",
                List.of(P99),
                List.of(P50),
                Compare.LEVELS_OF_EACH_SERIES,
                "fastest",
                List.of(
                    "Closed loop under full load: most of it is the wait for room and for the items"
                        + " before."))));
  }

  private static Sweep coordination() {
    return new Sweep(
        "coordination",
        "Coordination",
        List.of(PACKAGE + "CoordinationBenchmark"),
        Dimension.method("primitive"),
        THREADS,
        true,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Coordination primitives: time of one operation",
                "What does each primitive cost with platform threads, and what with virtual ones?",
                "time of one operation (µs), lower is better",
                List.of(Measure.micros("time (µs)")),
                List.of(),
                Compare.SERIES_AT_EACH_LEVEL,
                "cheapest",
                List.of(
                    "An operation is another thing in each row: only the kinds of threads within a"
                        + " row compare."))));
  }

  private static Sweep structured() {
    return new Sweep(
        "structured",
        "Structured concurrency",
        List.of(PACKAGE + "StructuredScopeBenchmark"),
        Dimension.joined(
            "subtasks × threads", List.of("subtasks", "thread"), value -> "for " + value),
        Dimension.method("way"),
        true,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "A structured scope beside an executor",
                "What does a scope cost with its subtasks?",
                "time of one scope (µs), lower is better",
                List.of(Measure.micros("time (µs)")),
                List.of(),
                Compare.SERIES_AT_EACH_LEVEL,
                "cheapest",
                List.of(
                    "The baseline submits the same subtasks to an executor that stays open; with"
                        + " platform threads it keeps them, while a scope starts new ones."))));
  }

  private static Sweep timers() {
    Measure median =
        Measure.secondary("median lateness (µs)", "µs", false, "latenessP50Nanos", 1e-3);
    Measure p99 = Measure.secondary("p99 lateness (µs)", "µs", false, "latenessP99Nanos", 1e-3);
    return new Sweep(
        "timers",
        "Timers",
        List.of(PACKAGE + "TimerBenchmark"),
        Dimension.method("timer"),
        THREADS,
        true,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Timers: lateness",
                "How late does a timer fire?",
                "lateness (µs), lower is better",
                List.of(median, p99),
                List.of(),
                Compare.SERIES_AT_EACH_LEVEL,
                "earliest by the median",
                List.of("Lateness: from when a timer was due until it ran."))));
  }

  private static Sweep echo() {
    Measure clients =
        Measure.secondary(
            "clients' CPU (share of a core)", "of a core", false, "clientCpuPermille", 1e-3);
    Measure open = Measure.secondary("time to connect all (µs)", "µs", false, "openMicros", 1);
    return new Sweep(
        "echo",
        "One server, many clients",
        List.of(PACKAGE + "EchoBenchmark"),
        Dimension.counted("connections", "connections", "connection"),
        Dimension.named("server", "server"),
        false,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Echo server: requests per second against connections",
                "How many requests a second does each kind of server answer?",
                "requests per second, higher is better",
                List.of(Measure.perSecond("requests/s", "requests/s")),
                List.of(P50, P99, clients, open),
                Compare.SERIES_AT_LAST_LEVEL,
                "fastest",
                List.of(
                    "Closed loop: a connection sends a line when the answer to its last has come."
                        + " Where the clients' CPU nears a whole core, the clients are what"
                        + " limits.")),
            new Panel(
                "latency",
                "Echo server: latency against connections",
                "How late are the answers?",
                "p99 latency (µs), lower is better",
                List.of(P99),
                List.of(P50, clients),
                Compare.SERIES_AT_LAST_LEVEL,
                "fastest",
                List.of(
                    "Closed-loop latency, from before a line is written until its answer is"
                        + " read."))));
  }

  private static Sweep crawl() {
    return new Sweep(
        "crawl",
        "Crawl",
        List.of(PACKAGE + "CrawlBenchmark"),
        Dimension.counted("pages in flight", "inFlight", "page in flight"),
        Dimension.named("model", "model"),
        false,
        Set.of(),
        Map.of(),
        List.of(
            new Panel(
                "",
                "Crawl: pages per second against pages in flight",
                "How many pages a second does each model fetch and parse?",
                "pages per second, higher is better",
                List.of(Measure.perSecond("pages/s", "pages/s")),
                List.of(
                    Measure.secondary(
                        "origin CPU (share of a core)", "", false, "originCpuPermille", 1e-3),
                    Measure.secondary("origin busy (share)", "", false, "originBusyPermille", 1e-3),
                    Measure.secondary("origin late (µs)", "µs", false, "originLatenessMicros", 1)),
                Compare.SERIES_AT_LAST_LEVEL,
                "fastest",
                Sweeps::inFlightOverDelay,
                List.of(
                    "Closed loop: a page is asked for when another has been parsed. On a log axis,"
                        + " a small gap to the ideal may be a large one: read the table."))));
  }

  private static List<ReferenceLine> inFlightOverDelay(SweepGroup group) {
    String delay = group.work().params().getOrDefault("delayMillis", "");
    if (!Dimension.isNumber(delay) || delay.equals("0")) {
      return List.of();
    }
    double perSlot = 1e3 / Double.parseDouble(delay);
    List<Double> levels = steps(group);
    return List.of(
        new ReferenceLine(
            "ideal: in flight / delay",
            levels,
            levels.stream().map(level -> perSlot * level).toList(),
            false));
  }

  /** From the lowest level to the highest, so close that a curve looks like one. */
  private static List<Double> steps(SweepGroup group) {
    double low = Double.parseDouble(group.levels().getFirst());
    double high = Double.parseDouble(group.levels().getLast());
    return IntStream.rangeClosed(0, 60)
        .mapToObj(i -> low * Math.pow(high / low, i / 60.0))
        .toList();
  }
}
