package strandbench.report;

import java.util.List;
import java.util.Map;
import strandbench.report.Sweep.Compare;
import strandbench.report.Sweep.Panel;

/** Those of them that ask how much passes between threads, processes and machines, and how late. */
final class TrafficSweeps {
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

  /** As the JDK calls them. */
  private static final Map<String, String> QUEUES =
      Map.of(
          "ARRAY_BLOCKING", "ArrayBlockingQueue",
          "LINKED_BLOCKING", "LinkedBlockingQueue",
          "LINKED_TRANSFER", "LinkedTransferQueue",
          "SYNCHRONOUS", "SynchronousQueue",
          "PRIORITY_BLOCKING", "PriorityBlockingQueue",
          "LIFO_DEQUE", "LIFO deque",
          "JCTOOLS_MPMC", "JCTools MPMC (spins)",
          "PROCESS_QUEUE", "process queue");

  private static final String JCTOOLS =
      "JCTools' queue can't wait: whoever finds it full or empty spins and yields, and keeps a core"
          + " busy where the others park.";

  private static final Dimension QUEUE =
      new Dimension(
          "queue",
          List.of("queue"),
          key -> QUEUES.getOrDefault(key.param("queue"), Names.words(key.param("queue"))),
          value -> "for " + value);

  static final List<Sweep> ALL =
      List.of(queues(), coordination(), structured(), timers(), echo(), crawl());

  private TrafficSweeps() {}

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
    return Sweep.inRows("queues", "Producers and consumers", QUEUE, users, "QueueBenchmark")
        .with(
            Panel.of(
                    "Queues: items per second",
                    "How many items a second pass from producers to consumers?",
                    "items per second, higher is better")
                .drawing(Measure.perSecond("items/s", "items/s"))
                .tabling(P50, P99)
                .comparing(Compare.LEVELS_OF_EACH_SERIES, "fastest")
                .noting("Only queues of the same capacity are compared.", JCTOOLS))
        .with(
            Panel.of(
                    "Queues: time of an item on its way",
                    "How long is an item on its way from producer to consumer, under full load?",
                    "p99 from put to take (µs), lower is better")
                .withId("latency")
                .drawing(P99)
                .tabling(P50)
                .comparing(Compare.LEVELS_OF_EACH_SERIES, "fastest")
                .noting(
                    "Closed loop under full load: most of it is the wait for room and for the items"
                        + " before."));
  }

  private static Sweep coordination() {
    return Sweep.inRows(
            "coordination",
            "Coordination",
            Dimension.method("primitive"),
            THREADS,
            "CoordinationBenchmark")
        .with(
            Panel.of(
                    "Coordination primitives: time of one operation",
                    "What does each primitive cost with platform threads, and what with virtual ones?",
                    "time of one operation (µs), lower is better")
                .drawing(Measure.micros("time (µs)"))
                .comparing(Compare.SERIES_AT_EACH_LEVEL, "cheapest")
                .noting(
                    "An operation is another thing in each row: only the kinds of threads within a"
                        + " row compare."));
  }

  private static Sweep structured() {
    return Sweep.inRows(
            "structured",
            "Structured concurrency",
            new Dimension(
                "subtasks",
                List.of("subtasks", "thread"),
                key ->
                    THREADS.has(key)
                        ? "%s subtasks, %s"
                            .formatted(key.param("subtasks"), THREADS.of().apply(key))
                        : "",
                value -> "for " + value),
            Dimension.method("way"),
            "StructuredScopeBenchmark")
        .with(
            Panel.of(
                    "A structured scope beside an executor",
                    "What does a scope cost with its subtasks?",
                    "time of one scope (µs), lower is better")
                .drawing(Measure.micros("time (µs)"))
                .comparing(Compare.SERIES_AT_EACH_LEVEL, "cheapest")
                .noting(
                    "The baseline submits the same subtasks to an executor that stays open; with"
                        + " platform threads it keeps them, while a scope starts new ones."));
  }

  private static Sweep timers() {
    Measure median =
        Measure.secondary("median lateness (µs)", "µs", false, "latenessP50Nanos", 1e-3);
    Measure p99 = Measure.secondary("p99 lateness (µs)", "µs", false, "latenessP99Nanos", 1e-3);
    return Sweep.inRows("timers", "Timers", Dimension.method("timer"), THREADS, "TimerBenchmark")
        .with(
            Panel.of(
                    "Timers: lateness",
                    "How late does a timer fire?",
                    "lateness (µs), lower is better")
                .drawing(median, p99)
                .comparing(Compare.SERIES_AT_EACH_LEVEL, "earliest by the median")
                .noting("Lateness: from when a timer was due until it ran."));
  }

  private static Sweep echo() {
    Measure clients =
        Measure.secondary(
            "clients' CPU (share of a core)", "of a core", false, "clientCpuPermille", 1e-3);
    Measure open = Measure.secondary("time to connect all (µs)", "µs", false, "openMicros", 1);
    return Sweep.inLines(
            "echo",
            "One server, many clients",
            Dimension.counted("connections", "connections", "connection"),
            Dimension.named("server", "server"),
            "EchoBenchmark")
        .with(
            Panel.of(
                    "Echo server: requests per second against connections",
                    "How many requests a second does each kind of server answer?",
                    "requests per second, higher is better")
                .drawing(Measure.perSecond("requests/s", "requests/s"))
                .tabling(P50, P99, clients, open)
                .comparing(Compare.SERIES_AT_LAST_LEVEL, "fastest")
                .noting(
                    "Closed loop: a connection sends a line when the answer to its last has come."
                        + " Where the clients' CPU nears a whole core, the clients are what"
                        + " limits."))
        .with(
            Panel.of(
                    "Echo server: latency against connections",
                    "How late are the answers?",
                    "p99 latency (µs), lower is better")
                .withId("latency")
                .drawing(P99)
                .tabling(P50, clients)
                .comparing(Compare.SERIES_AT_LAST_LEVEL, "fastest")
                .noting(
                    "Closed-loop latency, from before a line is written until its answer is"
                        + " read."));
  }

  private static Sweep crawl() {
    return Sweep.inLines(
            "crawl",
            "Crawl",
            Dimension.counted("pages in flight", "inFlight", "page in flight"),
            Dimension.named("model", "model"),
            "CrawlBenchmark")
        .with(
            Panel.of(
                    "Crawl: pages per second against pages in flight",
                    "How many pages a second does each model fetch and parse?",
                    "pages per second, higher is better")
                .drawing(Measure.perSecond("pages/s", "pages/s"))
                .tabling(
                    Measure.secondary(
                        "origin CPU (share of a core)", "", false, "originCpuPermille", 1e-3),
                    Measure.secondary("origin busy (share)", "", false, "originBusyPermille", 1e-3),
                    Measure.secondary("origin late (µs)", "µs", false, "originLatenessMicros", 1))
                .comparing(Compare.SERIES_AT_LAST_LEVEL, "fastest")
                .against(TrafficSweeps::inFlightOverDelay)
                .noting(
                    "Closed loop: a page is asked for when another has been parsed. On a log axis,"
                        + " a small gap to the ideal may be a large one: read the table."));
  }

  static List<ReferenceLine> inFlightOverDelay(SweepGroup group) {
    String delay = group.work().params().getOrDefault("delayMillis", "");
    if (!Dimension.isNumber(delay) || delay.equals("0")) {
      return List.of();
    }
    double perSlot = 1e3 / Double.parseDouble(delay);
    List<Double> levels = group.steps();
    return List.of(
        new ReferenceLine(
            "ideal: in flight / delay",
            levels,
            levels.stream().map(level -> perSlot * level).toList(),
            false));
  }
}
