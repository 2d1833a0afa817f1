package strandbench.report;

import java.util.List;
import java.util.stream.Stream;
import strandbench.report.Sweep.Compare;
import strandbench.report.Sweep.Panel;
import strandbench.result.BenchmarkKey;

/** The suite's questions that are told as sweeps, in the order of the page. */
final class Sweeps {
  private static final Dimension GUARD =
      new Dimension(
          "guard",
          List.of("guard"),
          key -> KnownGuard.words(key.param("guard")),
          value -> "for " + value);

  static final List<Sweep> ALL =
      Stream.of(
              List.of(divideAndConquer(), handOver(), start(), keep(), most(), pinning()),
              TrafficSweeps.ALL,
              FetchSweeps.ALL,
              LoadSweeps.ALL)
          .flatMap(List::stream)
          .toList();

  private Sweeps() {}

  private static Sweep handOver() {
    return Sweep.inRows(
            "hand-over",
            "Hand-over of one task",
            Dimension.named("model", "model"),
            Dimension.none("at handing over one task"),
            "TaskHandOverBenchmark")
        .withFloor("SINGLE_THREAD", "the floor: it hands nothing over")
        .with(
            Panel.of(
                    "Hand-over: time from submitting one task to its answer",
                    "What does it cost to hand over one task and wait for it?",
                    "time of one submit and get (µs), lower is better")
                .drawing(
                    Measure.percentile("median (µs)", "0.50"),
                    Measure.percentile("90% (µs)", "0.90"),
                    Measure.percentile("99% (µs)", "0.99"),
                    Measure.percentile("99.9% (µs)", "0.999"))
                .tabling(Measure.micros("mean (µs)"))
                .comparing(Compare.LEVELS_OF_LAST_SERIES, "fastest")
                .noting(
                    "Each percentile is the mean over forks of the fork's own. Closed loop: the"
                        + " next task is submitted when this one's answer is there.",
                    "waiting=PARK: caller and idle worker park at once. waiting=SPIN_FIRST: both look for"
                        + " up to 50 µs before they park, which saves waking them; the process pool always does"
                        + " while a core is to spare. Only those that wait alike stand on one chart."));
  }

  private static Sweep divideAndConquer() {
    return Sweep.inLines(
            "divide-and-conquer",
            "Divide and conquer",
            Dimension.joined(
                "cut-off", List.of("cutOff"), value -> "at a cut-off of " + Dimension.label(value)),
            Dimension.named("way", "how"),
            "DivideAndConquerBenchmark")
        .with(
            Panel.of(
                    "Divide and conquer: time against cut-off",
                    "How far down may the work be divided, and by which way?",
                    "time of the whole work (ms), lower is better")
                .drawing(Measure.millisPerOperation("time (ms)"))
                .tabling(
                    Measure.secondary("parts per second", "", true, "tasks", 1),
                    Measure.perOperation("steals per operation", "steals"))
                .comparing(Compare.SERIES_AT_EACH_LEVEL, "fastest")
                .noting(
                    "A part of as many numbers as the cut-off is no longer divided. Only the two"
                        + " ways with a ForkJoinPool tell steals; the others show 0."));
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
    return Sweep.inRows(
            "start",
            "Start-up",
            what,
            kind,
            "StartBenchmark",
            "ExecutorLifecycleBenchmark",
            "PoolStartBenchmark",
            "ProcessLifecycleBenchmark")
        .withFloor("process: program", "the floor: no JVM")
        .withFloor("executor: single thread", "the floor: it starts nothing")
        .with(
            Panel.of(
                    "What starting costs",
                    "What does it cost to start something for one task?",
                    "time of one start (µs), lower is better")
                .drawing(Measure.micros("time (µs)"))
                .comparing(Compare.LEVELS_OF_EACH_SERIES, "cheapest")
                .noting(
                    "Threads and processes: from the start until the end is seen. Executors: open,"
                        + " run one task, close. Pools of processes: until all workers are ready."
                        + " A program that does nothing and an executor without threads are"
                        + " floors, and not compared."));
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
    return Sweep.inRows(
            "keep",
            "Keeping",
            Dimension.named("strand", "strand"),
            Dimension.counted("calls on the stack", "depth", "call on the stack"),
            "KeepBenchmark")
        .with(
            Panel.of(
                    "Memory to keep one that waits",
                    "How much memory does a thread or a process take while it waits?",
                    "resident memory of one (KiB), lower is better")
                .drawing(
                    Measure.secondary(
                        "resident (KiB)", "KiB", false, "residentKilobytesPerStrand", 1))
                .tabling(
                    Measure.secondary(
                        "resident of 1,000 (MiB)",
                        "MiB",
                        false,
                        "residentKilobytesPerStrand",
                        1000 / 1024.0),
                    Measure.secondary(
                        "of it on the heap (KiB)", "KiB", false, "heapKilobytesPerStrand", 1),
                    Measure.secondary(
                        "shared pages counted once (1) or in each (0)",
                        "",
                        true,
                        "proportional",
                        1))
                .comparing(Compare.LEVELS_OF_EACH_SERIES, "lightest")
                .noting(
                    "Blocked in LockSupport.park below so many calls. What the kernel keeps for it"
                        + " is not counted."));
  }

  private static Sweep most() {
    Measure held = Measure.secondary("held at once", "at once", true, "held", 1);
    return Sweep.inRows(
            "most",
            "Keeping many",
            Dimension.named("strand", "strand"),
            Dimension.counted("calls on the stack", "depth", "call on the stack"),
            "KeepBenchmark")
        .with(
            Panel.of(
                    "How many can be kept, up to a cap",
                    "How many threads or processes wait at once before something stops it?",
                    "held at once, higher is better")
                .drawing(held)
                .tabling(
                    Measure.secondary("cap", "", true, "cap", 1),
                    Measure.secondary("stopped by refusal", "", false, "stoppedByRefusal", 1),
                    Measure.secondary("stopped by memory", "", false, "stoppedByMemory", 1),
                    Measure.secondary("stopped by time", "", false, "stoppedByTime", 1))
                .comparing(
                    Compare.NOTHING,
                    "each kind has a cap of its own, so that the figures don't compare")
                .noting(
                    "Where as many are held as the cap allows, there may be room for more: the caps"
                        + " differ, and stand in the table. Stopped: share of forks."));
  }

  private static Sweep pinning() {
    return Sweep.inLines(
            "pinning",
            "Blocking inside a lock",
            Dimension.counted("carriers", "carriers", "carrier"),
            GUARD,
            "PinningBenchmark")
        .with(
            Panel.of(
                    "Blocking inside a lock: passages per second against carriers",
                    "Does a virtual thread that blocks inside keep its carrier?",
                    "passages per second, higher is better")
                .drawing(Measure.secondary("passages/s", "passages/s", true, "passages", 1))
                .tabling(
                    Measure.secondary("pinned events", "", false, "pinned", 1),
                    Measure.secondary(
                        "pinned events per passage", "", false, "pinnedPerPassage", 1),
                    Measure.secondary("carriers as told by the JVM", "", true, "carriers", 1))
                .comparing(Compare.SERIES_AT_LAST_LEVEL, "fastest")
                .against(Sweeps::sleepers)
                .noting(
                    "A passage: once in, asleep as long as stated, and out. Each virtual thread has"
                        + " a guard of its own. Pinned events: those that JDK Flight Recorder"
                        + " counts, without a threshold."));
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
    List<Double> carriers = group.steps();
    List<Double> ends = List.of(carriers.getFirst(), carriers.getLast());
    return List.of(
        new ReferenceLine("carriers left while asleep", ends, List.of(all, all), false),
        new ReferenceLine(
            "carriers kept while asleep",
            carriers,
            carriers.stream().map(each -> Math.min(all, perSleeper * each)).toList(),
            true));
  }
}
