package strandbench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * The clients of a {@link ListeningServer}, to be run as a JVM of their own: a few threads that
 * hold all connections open in selectors and drive them in a closed loop, each sending a line when
 * the answer to its last has come back and was checked. So they cost the machine little, and the
 * same whatever the server does.
 *
 * <p>Arguments: port, connections, bytes of a line, threads. Prints {@code open MICROS} when the
 * last connection is served, counted from before the first was asked for; then answers, line by
 * line, what it reads from standard input, at whose end it ends:
 *
 * <ul>
 *   <li>{@code run REQUESTS}: sends so many lines, as evenly shared out as can be; {@code ran
 *       REQUESTS} when all have been answered.
 *   <li>{@code reset}: forgets latencies and times so far; {@code reset}.
 *   <li>{@code stats}: {@code stats P50 P99 WALL CPU}, in ns, since the last reset: of the
 *       latencies, the time that passed, and the processor time of the thread that used most of it.
 * </ul>
 *
 * <p>A wrong answer, a broken connection, or half a minute without any answer ends it: {@code error
 * CAUSE}.
 */
public final class EchoLoad {
  /** Stands before each line that it prints. */
  public static final String PREFIX = "echo-load ";

  private final List<EchoCaller> callers = new ArrayList<>();
  private final List<EchoLoop> loops = new ArrayList<>();
  private long resetNanos;

  private EchoLoad(int port, int connections, int lineBytes, int threads) throws IOException {
    if (lineBytes < EchoCaller.SHORTEST_LINE) {
      throw new IllegalArgumentException(
          "lines of %d bytes: %d or more are needed"
              .formatted(lineBytes, EchoCaller.SHORTEST_LINE));
    }
    for (int i = 0; i < connections; i++) {
      callers.add(new EchoCaller(port, i, lineBytes));
    }
    for (int i = 0; i < threads; i++) {
      loops.add(new EchoLoop());
    }
    for (int i = 0; i < connections; i++) {
      loops.get(i % threads).add(callers.get(i));
    }
    reset();
  }

  public static void main(String[] args) throws InterruptedException {
    try {
      long start = System.nanoTime();
      EchoLoad load =
          new EchoLoad(
              Integer.parseInt(args[0]),
              Integer.parseInt(args[1]),
              Integer.parseInt(args[2]),
              Integer.parseInt(args[3]));
      say("open " + (System.nanoTime() - start) / 1000);
      load.obey();
    } catch (ExecutionException e) {
      fail(e.getCause());
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private static void fail(Throwable cause) {
    say("error " + cause);
    Runtime.getRuntime().halt(1);
  }

  private static void say(String what) {
    System.out.println(PREFIX + what);
  }

  private void obey() throws IOException, ExecutionException, InterruptedException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "run" -> say("ran " + run(Long.parseLong(words[1])));
        case "reset" -> {
          reset();
          say("reset");
        }
        case "stats" -> say("stats " + stats());
        default -> throw new IllegalArgumentException("no command: " + line);
      }
    }
  }

  private long run(long requests) throws ExecutionException, InterruptedException {
    int share = Math.toIntExact(requests / callers.size());
    long more = requests % callers.size();
    for (int i = 0; i < callers.size(); i++) {
      callers.get(i).owe(share + (i < more ? 1 : 0));
    }
    List<Future<Long>> running = loops.stream().map(EchoLoop::run).toList();
    long answered = 0;
    for (Future<Long> each : running) {
      answered += each.get();
    }
    return answered;
  }

  private void reset() {
    loops.forEach(EchoLoop::reset);
    resetNanos = System.nanoTime();
  }

  private String stats() {
    long wallNanos = System.nanoTime() - resetNanos;
    Histogram all = new Histogram(loops.getFirst().latencies());
    loops.forEach(loop -> all.add(loop.latencies()));
    return "%d %d %d %d"
        .formatted(
            all.getValueAtPercentile(50),
            all.getValueAtPercentile(99),
            wallNanos,
            loops.stream().mapToLong(EchoLoop::cpuNanos).max().orElseThrow());
  }
}
