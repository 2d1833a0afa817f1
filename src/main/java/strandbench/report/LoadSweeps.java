package strandbench.report;

import java.util.List;
import strandbench.report.Sweep.Compare;
import strandbench.report.Sweep.Panel;

/** Those of them that ask what becomes of a given rate of requests. */
final class LoadSweeps {
  private static final Measure P50 =
      Measure.secondary("p50 latency (ms)", "ms", false, "latencyP50Micros", 1e-3);
  private static final Measure P99 =
      Measure.secondary("p99 latency (ms)", "ms", false, "latencyP99Micros", 1e-3);

  static final List<Sweep> ALL = List.of(openLoop(), origin());

  private LoadSweeps() {}

  private static Sweep openLoop() {
    return Sweep.inLines(
            "open-loop",
            "Latency at a given load",
            offered(),
            Dimension.named("model", "model"),
            "OpenLoopBenchmark")
        .with(
            Panel.of(
                    "Open loop: latency against offered load",
                    "How late are answers where requests arrive at a given rate, served or not?",
                    "p99 latency (ms), lower is better")
                .drawing(P99)
                .tabling(
                    P50,
                    Measure.secondary("p99.9 latency (ms)", "ms", false, "latencyP999Micros", 1e-3),
                    Measure.secondary("answers/s", "answers/s", true, "achievedPerSecond", 1),
                    Measure.secondary(
                        "started late (share)", "", false, "startedLatePermille", 1e-3),
                    Measure.secondary(
                        "p99 from the actual start (ms)", "ms", false, "serviceP99Micros", 1e-3),
                    Measure.secondary(
                        "generator's own lateness, p99 (ms)",
                        "ms",
                        false,
                        "generatorLateP99Micros",
                        1e-3),
                    Measure.secondary("origin busy (share)", "", false, "originBusyPermille", 1e-3),
                    Measure.secondary("origin late (µs)", "µs", false, "originLatenessMicros", 1))
                .comparing(Compare.SERIES_AT_EACH_LEVEL, "least late")
                .against(LoadSweeps::delayAndCapacity)
                .noting(
                    "Latency runs from when a request was due. Open loop: arrivals are a Poisson"
                        + " process, fixed beforehand and the same for all. A request that finds all"
                        + " slots taken waits in the model's queue, and the wait counts. Started"
                        + " late: more than 1 ms after it was due.",
                    "Where clearly fewer answers a second came than requests were offered, the"
                        + " queue grew until the test ended: the latency there says that it was too"
                        + " much, and would be higher in a longer test."));
  }

  private static Dimension offered() {
    return Dimension.joined(
        "requests/s offered",
        List.of("offered"),
        value -> "at " + Dimension.label(value) + " requests/s offered");
  }

  /** The least that latency can be, and the rate at which all slots are always taken. */
  private static List<ReferenceLine> delayAndCapacity(SweepGroup group) {
    String delay = group.work().params().getOrDefault("delayMillis", "");
    String inFlight = group.work().params().getOrDefault("inFlight", "");
    double highest =
        group.cells().stream()
            .filter(P99::isOf)
            .mapToDouble(cell -> P99.of(cell).value())
            .max()
            .orElse(Double.NaN);
    if (!Dimension.isNumber(delay) || !Dimension.isNumber(inFlight) || delay.equals("0")) {
      return List.of();
    }
    double millis = Double.parseDouble(delay);
    double capacity = 1e3 * Double.parseDouble(inFlight) / millis;
    double lowest = Double.parseDouble(group.levels().getFirst());
    double most = Double.parseDouble(group.levels().getLast());
    ReferenceLine alone =
        new ReferenceLine(
            "the answers' own mean delay", List.of(lowest, most), List.of(millis, millis), false);
    return capacity < lowest || capacity > most || highest < millis
        ? List.of(alone)
        : List.of(
            alone,
            new ReferenceLine(
                "all slots taken: in flight / delay",
                List.of(capacity, capacity),
                List.of(millis, highest),
                true));
  }

  private static Sweep origin() {
    return Sweep.inLines(
            "origin",
            "What a request costs the origin",
            offered(),
            Dimension.none("for the origin"),
            "OriginBenchmark")
        .with(
            Panel.of(
                    "Origin: processor time per request",
                    "What does a request cost the server that fetches talk to?",
                    "processor time per request (µs), lower is better")
                .withId("cpu")
                .drawing(
                    Measure.secondary("origin CPU per request (µs)", "µs", false, "origin.cpu", 1))
                .tabling(
                    Measure.secondary("origin CPU (cores)", "cores", false, "origin.cores", 1),
                    Measure.perSecond("answers/s", "answers/s"),
                    P50,
                    P99,
                    Measure.secondary("connections", "", false, "connections", 1))
                .comparing(Compare.NOTHING, "there is one origin")
                .noting(
                    "Requests leave at even distances, from one thread of another JVM, on"
                        + " connections that are kept alive; in flight are the requests per second"
                        + " times the delay."));
  }
}
