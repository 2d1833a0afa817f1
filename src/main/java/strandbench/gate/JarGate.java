package strandbench.gate;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;
import strandbench.run.JarBenchmark;
import strandbench.run.JarLab;
import strandbench.run.JmhJar;
import strandbench.run.MachineProbe;

/**
 * Gates one jar against another, and leaves a directory: {@code gate.json}, the verdict; {@code
 * pairs.jsonl} and {@code settled.json} ({@link PairJournal}); {@code start.json} ({@link
 * GateStart}); {@code gate.log}, what JMH and the forks printed. In a directory where a gate was
 * begun, it carries that one on. Used by one thread; {@link #stop} may be called from any.
 */
public final class JarGate {
  static final String ARMS_DIRECTORY = "arms";

  private static final String VERDICT_FILE = "gate.json";
  private static final String LOG_FILE = "gate.log";

  private static final String KERNEL = "strandbench.bench.KernelBenchmark.count";
  private static final int KERNEL_ITERATIONS = 1_000_000;

  private final JarGateOptions options;
  private final PrintWriter out;
  private final long start = System.nanoTime();
  private boolean stopped;
  private JarLab lab;
  private PairedGate gate;

  /**
   * Prepares a gate; its budget begins now.
   *
   * @param out takes progress, for a person
   */
  public JarGate(JarGateOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /** What a gate keeps in its directory, and needs to be carried on. */
  public static List<Path> keptIn(Path directory) {
    return Stream.of(PairJournal.FILE, PairJournal.SETTLED_FILE, GateStart.FILE)
        .map(directory::resolve)
        .toList();
  }

  /** Whether a gate has left pairs or a verdict in a directory. */
  public static boolean isIn(Path directory) {
    return directory.resolve(PairJournal.FILE).toFile().length() > 0
        || Files.exists(directory.resolve(VERDICT_FILE));
  }

  /**
   * Gates.
   *
   * @throws UnusableInputException if a jar, the budget or the directory can't be used, or the
   *     directory's gate was begun with other jars or on another machine; nothing is decided then,
   *     and what was measured stands in the journal
   */
  public GateReport run() {
    Path directory = options.directory();
    JarLab.check(options.base());
    JarLab.check(options.head());
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UnusableInputException("--out " + directory + ": can't be made: " + e, e);
    }
    try (PairJournal journal = PairJournal.open(directory)) {
      begin(journal);
      try (PrintStream log = log(directory);
          JarLab opened = open(new JarLab(directory.resolve(ARMS_DIRECTORY), log))) {
        GateReport report = run(opened, journal);
        Json.write(directory.resolve(VERDICT_FILE), report);
        return report;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code gate.log}, to be added to. */
  static PrintStream log(Path directory) throws IOException {
    return new PrintStream(
        Files.newOutputStream(
            directory.resolve(LOG_FILE), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true,
        StandardCharsets.UTF_8);
  }

  private void begin(PairJournal journal) {
    GateStart now = GateStart.of(options.base(), options.head(), options.options());
    if (journal.hasBefore()) {
      GateStart.read(options.directory()).check(now, options.directory());
      out.println(options.directory() + ": carries on with the pairs that were measured before");
    } else {
      now.write(options.directory());
    }
  }

  /** Asks the gate to end; what was measured is kept. The fork that runs now is killed. */
  public synchronized void stop() {
    stopped = true;
    if (gate != null) {
      gate.stop();
    }
    if (lab != null) {
      lab.stop();
    }
  }

  private synchronized JarLab open(JarLab opened) {
    lab = opened;
    if (stopped) {
      lab.stop();
    }
    return opened;
  }

  private synchronized PairedGate open(PairedGate opened) {
    gate = opened;
    if (stopped) {
      gate.stop();
    }
    return opened;
  }

  private GateReport run(JarLab in, PairJournal journal) throws IOException {
    JmhJar base = in.jar(options.base());
    JmhJar copy = in.jar(options.base());
    JmhJar head = in.jar(options.head());
    Map<BenchmarkKey, JarBenchmark> ofBase = byKey(base.benchmarks());
    Map<BenchmarkKey, JarBenchmark> ofHead = byKey(head.benchmarks());
    Matching matching =
        Matching.of(
            base.toString(),
            ofBase.keySet(),
            head.toString(),
            ofHead.keySet(),
            options.selection());
    tell(matching);
    // HEAD's with BASE's numbers: single shots must be as many in both arms.
    List<Candidate> candidates =
        matching.both().stream()
            .map(ofBase::get)
            .map(
                benchmark ->
                    new Candidate(arm(base, benchmark), arm(copy, benchmark), arm(head, benchmark)))
            .toList();
    PairedResult result =
        open(new PairedGate(
                candidates,
                calibration(in.own()),
                options.paired(),
                journal,
                new GateProgress(out),
                System::nanoTime,
                start))
            .run();
    return GateReport.of(result, setting(matching));
  }

  private static Map<BenchmarkKey, JarBenchmark> byKey(List<JarBenchmark> benchmarks) {
    return benchmarks.stream()
        .collect(
            Collectors.toMap(JarBenchmark::key, Function.identity(), (first, second) -> first));
  }

  private void tell(Matching matching) {
    out.println(
        options.directory()
            + ": benchmarks in both: "
            + matching.both().size()
            + ", added: "
            + matching.added().size()
            + ", removed: "
            + matching.removed().size()
            + "; each fork: "
            + options.forks().describe());
    matching.added().forEach(key -> out.println("  added: " + Figures.name(key)));
    matching.removed().forEach(key -> out.println("  removed: " + Figures.name(key)));
  }

  private Arm arm(JmhJar jar, JarBenchmark benchmark) {
    return new JarArm(jar, benchmark, options.forks());
  }

  /** Runs on the JVM that this program runs on, whichever the benchmarks run on. */
  private Candidate calibration(JmhJar own) {
    int more = (int) Math.round(KERNEL_ITERATIONS * (1 + Riders.CALIBRATION_SLOW_DOWN));
    Arm plain = kernel(own, KERNEL_ITERATIONS);
    return new Candidate(plain, plain, kernel(own, more));
  }

  private Arm kernel(JmhJar own, int iterations) {
    BenchmarkKey key =
        BenchmarkKey.of(
            KERNEL,
            "thrpt",
            1,
            Map.of("kernel", "XORSHIFT", "iterations", Integer.toString(iterations)));
    return new JarArm(own, new JarBenchmark(key, 0, 0), options.forks().onThisJava());
  }

  private GateSetting setting(Matching matching) {
    return new GateSetting(
        options.base().toString(),
        options.head().toString(),
        options.paired().gauge().metric(),
        options.paired().rules().tolerance(),
        matching.added(),
        matching.removed(),
        options.removedFails(),
        MachineProbe.probe(List.of()),
        options.paired().seed(),
        options.paired().budget().toMillis() / 1e3,
        options.forks().describe(),
        options.command(),
        List.of());
  }
}
