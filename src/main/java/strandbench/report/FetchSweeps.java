package strandbench.report;

import java.util.List;
import java.util.Map;
import strandbench.report.Sweep.Compare;
import strandbench.report.Sweep.Panel;

/** Those of them that ask about fetches, beside the models of {@link FetchFigures}. */
final class FetchSweeps {
  static final Measure CPU_PER_FETCH =
      Measure.perCounted("CPU per fetch (µs)", "µs", "tree.cpu", "fetches");
  static final Measure IN_FLIGHT =
      Measure.secondary("in flight, at most", "in flight", true, "originInFlightPeak", 1);
  static final Measure THREADS =
      Measure.secondary("threads, at most", "threads", false, "tree.threads.peak", 1);

  private static final Measure FETCHES =
      Measure.secondary("fetches/s", "fetches/s", true, "fetches", 1);
  private static final Measure PERCENT_OF_IDEAL =
      FETCHES.scaled("% of the ideal", "%", FetchSweeps::percentOfIdeal);
  private static final Dimension LEVELS =
      Dimension.counted("requests in flight", "inFlight", "request in flight");
  private static final Dimension MODELS = Dimension.named("model", "model");

  private static final Map<String, String> CLIENTS =
      Map.of(
          "APACHE_ON_PLATFORM_POOL", "Apache HttpClient (platform pool)",
          "APACHE_ON_VIRTUAL_THREADS", "Apache HttpClient (virtual threads)",
          "JDK_ON_PLATFORM_POOL", "JDK HttpClient.send (platform pool)",
          "JDK_ON_VIRTUAL_THREADS", "JDK HttpClient.send (virtual threads)",
          "JDK_ASYNC", "JDK HttpClient.sendAsync");

  private static final Dimension CLIENT =
      new Dimension(
          "client",
          List.of("client"),
          key -> CLIENTS.getOrDefault(key.param("client"), Names.words(key.param("client"))),
          value -> "for " + value);

  static final List<Sweep> ALL = List.of(clients(), fullStretch(), failing(), waiting());

  private FetchSweeps() {}

  private static Sweep clients() {
    Measure brought =
        Measure.secondary("of them, brought by the client", "threads", false, "clientThreads", 1);
    return Sweep.inLines("fetch-clients", "HTTP clients", LEVELS, CLIENT, "FetchClientBenchmark")
        .with(
            Panel.of(
                    "HTTP clients: fetches per second against requests in flight",
                    "What does the HTTP client do to fetches per second?",
                    "fetches per second, higher is better")
                .drawing(FETCHES)
                .tabling(CPU_PER_FETCH, THREADS, brought, IN_FLIGHT)
                .comparing(Compare.SERIES_AT_LAST_LEVEL, "fastest")
                .against(TrafficSweeps::inFlightOverDelay)
                .noting(
                    "A line is a client and who waits for its answers, and no model: compare"
                        + " clients on the same model. Closed loop: a fetch is sent when another"
                        + " has returned."))
        .with(
            Panel.of(
                    "HTTP clients: threads against requests in flight",
                    "How many threads are there while so many requests are in flight?",
                    "threads of the JVM at most, lower is better")
                .withId("threads")
                .drawing(THREADS)
                .tabling(brought)
                .comparing(Compare.NOTHING, "threads are counted, not compared")
                .noting(
                    "All threads of the operating system that the client's JVM has, its collector"
                        + " and compilers among them; virtual threads are none. A client brings its"
                        + " selector and workers beside those that call it."));
  }

  private static Sweep fullStretch() {
    return Sweep.inRows(
            "full-stretch", "Fetches at full stretch", CLIENT, LEVELS, "FullStretchBenchmark")
        .with(
            Panel.of(
                    "Fetches at full stretch: share of the ideal rate",
                    "How near to the ideal rate do so many fetches in flight come?",
                    "fetches per second, % of in flight / delay, higher is better")
                .drawing(PERCENT_OF_IDEAL)
                .tabling(FETCHES, CPU_PER_FETCH, THREADS, IN_FLIGHT)
                .comparing(Compare.LEVELS_OF_LAST_SERIES, "nearest to the ideal")
                .noting(
                    "Closed loop: a fetch is sent when another has returned. The heap is collected"
                        + " before each operation, and so large that next to no collection falls"
                        + " into one."));
  }

  /** By how much a rate of fetches is to be multiplied; NaN where the parameters don't tell. */
  private static double percentOfIdeal(Cell cell) {
    String delay = cell.key().param("delayMillis");
    String inFlight = cell.key().param("inFlight");
    return Dimension.isNumber(delay) && Dimension.isNumber(inFlight)
        ? Double.parseDouble(delay) / 10 / Double.parseDouble(inFlight)
        : Double.NaN;
  }

  private static Sweep failing() {
    return Sweep.inLines(
            "failing-fetches", "Failing answers", LEVELS, MODELS, "FailingFetchBenchmark")
        .with(
            Panel.of(
                    "Failing answers: good fetches per second against pages in flight",
                    "How many pages a second does each model get when some answers fail?",
                    "pages that were got per second, higher is better")
                .drawing(FETCHES)
                .tabling(
                    Measure.secondary("resets", "", false, "resets", 1),
                    Measure.secondary("errors", "", false, "errors", 1),
                    Measure.secondary("time-outs", "", false, "timeouts", 1),
                    Measure.secondary("retries", "", false, "retries", 1),
                    Measure.secondary("given up", "", false, "givenUp", 1),
                    CPU_PER_FETCH)
                .comparing(Compare.SERIES_AT_LAST_LEVEL, "fastest")
                .noting(
                    "Of 1,000 requests so many fail as failingPermille says: two fifths are reset,"
                        + " two fifths answered with a status of 500, the rest never answered. Each"
                        + " page has three attempts. What failed is counted in an iteration, and is"
                        + " no fetch."));
  }

  private static Sweep waiting() {
    return Sweep.inRows(
            "waiting-fetches", "Memory of a waiting fetch", MODELS, LEVELS, "WaitingFetchBenchmark")
        .with(
            Panel.of(
                    "Memory of a fetch that waits",
                    "What does a fetch that waits for its answer take in memory?",
                    "resident memory of one (KiB), lower is better")
                .drawing(
                    Measure.secondary(
                        "resident (KiB)", "KiB", false, "residentKilobytesPerFetch", 1))
                .tabling(
                    Measure.secondary(
                        "of it on the heap (KiB)", "KiB", false, "heapKilobytesPerFetch", 1),
                    Measure.secondary(
                        "shared pages counted once (1) or in each (0)",
                        "",
                        true,
                        "proportional",
                        1))
                .comparing(Compare.LEVELS_OF_EACH_SERIES, "lightest")
                .noting(
                    "What the model's executor, its threads and processes, and the client's"
                        + " connections hold while all wait, divided by their number. What the"
                        + " kernel keeps is not counted."));
  }
}
