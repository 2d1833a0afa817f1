package strandbench.run.arm;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Lists the benchmarks of the jar beside it, or runs one fork of one of them, through that jar's
 * own JMH. Through its API and not its command line, which takes no parameter value with a comma in
 * it, and which a jar may have replaced by a main class of its own.
 *
 * <p>It ends with the JVM that started it, however that ends, and takes along what it has started:
 * its standard input is a pipe from there. One class file, without nested classes: it is copied as
 * such.
 */
public final class ArmMain {
  /** First argument: write every benchmark to the file that the second one names. */
  public static final String LIST = "list";

  /** First argument: run a fork; the others are those of {@link #run}. */
  public static final String RUN = "run";

  /** Added to the name of the file for the result: one line that says why there is none. */
  public static final String FAILURE_SUFFIX = ".failure";

  private static final int PROCESS_GROUP_FIELD = 2;

  private ArmMain() {}

  public static void main(String[] args) throws IOException {
    Thread watch = new Thread(ArmMain::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    // Whoever started this JVM holds JMH's lock for as long as all of its forks take.
    System.setProperty("jmh.ignoreLock", "true");
    Path out = Path.of(args[1]);
    try {
      if (args[0].equals(LIST)) {
        list(out);
      } else {
        run(out, args);
      }
    } catch (RunnerException | RuntimeException | LinkageError e) {
      e.printStackTrace();
      Files.writeString(out.resolveSibling(out.getFileName() + FAILURE_SUFFIX), causes(e));
      System.exit(1);
    }
    // A jar's profilers or logging may have left threads that are no daemons.
    System.exit(0);
  }

  /**
   * Writes the number of cells; then for each the benchmark, mode, threads, the iterations that it
   * asks for (-1 where it doesn't), the number of its parameters, and name and value of each.
   */
  private static void list(Path file) throws IOException {
    List<BenchmarkListEntry> cells = new ArrayList<>();
    List<Map<String, String>> params = new ArrayList<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of())) {
      for (Mode mode : Mode.values()) {
        if (mode != Mode.All && (entry.getMode() == Mode.All || entry.getMode() == mode)) {
          for (Map<String, String> values : combinations(entry)) {
            cells.add(entry.cloneWith(mode));
            params.add(values);
          }
        }
      }
    }
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(cells.size());
      for (int i = 0; i < cells.size(); i++) {
        write(out, cells.get(i), params.get(i));
      }
    }
  }

  private static void write(
      DataOutputStream out, BenchmarkListEntry cell, Map<String, String> params)
      throws IOException {
    out.writeUTF(cell.getUsername());
    out.writeUTF(cell.getMode().shortLabel());
    out.writeInt(threads(cell));
    out.writeInt(cell.getWarmupIterations().orElse(-1));
    out.writeInt(cell.getMeasurementIterations().orElse(-1));
    out.writeInt(params.size());
    for (Map.Entry<String, String> param : params.entrySet()) {
      out.writeUTF(param.getKey());
      out.writeUTF(param.getValue());
    }
  }

  private static List<Map<String, String>> combinations(BenchmarkListEntry entry) {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, String[]> param :
        entry.getParams().orElse(Map.<String, String[]>of()).entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> shorter : all) {
        for (String value : param.getValue()) {
          Map<String, String> extended = new LinkedHashMap<>(shorter);
          extended.put(param.getKey(), value);
          longer.add(extended);
        }
      }
      all = longer;
    }
    return all;
  }

  /**
   * As JMH works them out, but for "as many as there are processors": JMH measures how many of them
   * are busy, and might find another number for the other jar.
   */
  private static int threads(BenchmarkListEntry cell) {
    int asked = cell.getThreads().orElse(1);
    int threads = asked == Threads.MAX ? Runtime.getRuntime().availableProcessors() : asked;
    int group = 0;
    for (int share : cell.getThreadGroups()) {
      group += share;
    }
    return group == 0 ? threads : (threads + group - 1) / group * group;
  }

  /**
   * Runs one fork, and has JMH write its JSON to the file.
   *
   * @param args {@link #RUN}, file, benchmark, mode, threads, warm-up iterations and their
   *     milliseconds, measured iterations and their milliseconds, the fork's java (empty for this
   *     one), profilers with commas between, and name and value of each parameter
   */
  private static void run(Path file, String[] args) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(args[2]) + "$")
            .mode(Mode.deepValueOf(args[3]))
            .threads(Integer.parseInt(args[4]))
            .forks(1)
            .warmupForks(0)
            .warmupIterations(Integer.parseInt(args[5]))
            .warmupTime(TimeValue.milliseconds(Long.parseLong(args[6])))
            .measurementIterations(Integer.parseInt(args[7]))
            .measurementTime(TimeValue.milliseconds(Long.parseLong(args[8])))
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(file.toString());
    if (!args[9].isEmpty()) {
      options.jvm(args[9]);
    }
    if (!args[10].isEmpty()) {
      for (String profiler : args[10].split(",", -1)) {
        options.addProfiler(profiler);
      }
    }
    for (int i = 11; i + 1 < args.length; i += 2) {
      options.param(args[i], args[i + 1]);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    if (results.isEmpty()) {
      throw new RunnerException("JMH returned no result");
    }
  }

  /** What went wrong in one line, the innermost causes only: JMH wraps them several times. */
  public static String causes(Throwable failure) {
    Set<String> causes = new LinkedHashSet<>();
    collect(failure, causes);
    return String.join("; ", causes);
  }

  private static void collect(Throwable failure, Set<String> causes) {
    for (Throwable suppressed : failure.getSuppressed()) {
      collect(suppressed, causes);
    }
    if (failure.getCause() != null) {
      collect(failure.getCause(), causes);
    } else if (failure.getSuppressed().length == 0) {
      causes.add(String.valueOf(failure).lines().findFirst().orElse(""));
    }
  }

  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe ends the input as well.
    }
    try {
      if (leadsItsGroup()) {
        // At one stroke, this JVM with it: no process of the group can fork in between.
        new ProcessBuilder("/bin/sh", "-c", "kill -s KILL 0").start().waitFor();
      }
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    } catch (IOException | InterruptedException e) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  /** Not so where the system has no setsid: then others would be killed with it. */
  private static boolean leadsItsGroup() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[PROCESS_GROUP_FIELD]) == ProcessHandle.current().pid();
    } catch (IOException e) {
      return false;
    }
  }
}
