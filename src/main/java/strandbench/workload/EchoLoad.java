package strandbench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The clients of a {@link ListeningServer}, to be run as a JVM of their own: one thread that holds
 * all connections open and drives them in a closed loop, each sending a line when the answer to its
 * last has come back and was checked. One thread and a selector, since that costs the machine least
 * and is the same whatever the server does.
 *
 * <p>Arguments: port, connections, bytes of a line. Prints {@code open MICROS} when the last
 * connection is served, counted from before the first was asked for; then answers, line by line,
 * what it reads from standard input, at whose end it ends:
 *
 * <ul>
 *   <li>{@code run REQUESTS}: sends so many lines, as evenly shared out as can be; {@code ran
 *       REQUESTS} when all have been answered.
 *   <li>{@code reset}: forgets latencies and times so far; {@code reset}.
 *   <li>{@code stats}: {@code stats P50 P99 WALL CPU}, in ns, since the last reset: of the
 *       latencies, the time that passed, and the processor time of the one thread.
 * </ul>
 *
 * <p>A wrong answer, a broken connection, or half a minute without any answer ends it: {@code error
 * CAUSE}.
 */
public final class EchoLoad {
  /** Stands before each line that it prints. */
  public static final String PREFIX = "echo-load ";

  private static final long SILENCE_MILLIS = 30_000;
  private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Selector selector = Selector.open();
  private final List<EchoCaller> callers = new ArrayList<>();
  private final Histogram latencies = new Histogram(HIGHEST_NANOS, DIGITS);
  private long resetNanos;
  private long resetCpuNanos;

  private EchoLoad(int port, int connections, int lineBytes) throws IOException {
    if (lineBytes < EchoCaller.SHORTEST_LINE) {
      throw new IllegalArgumentException(
          "lines of " + lineBytes + " bytes: " + EchoCaller.SHORTEST_LINE + " or more are needed");
    }
    for (int i = 0; i < connections; i++) {
      callers.add(new EchoCaller(port, i, lineBytes));
    }
    for (EchoCaller caller : callers) {
      caller.awaitGreeting(selector);
    }
    reset();
  }

  public static void main(String[] args) {
    try {
      long start = System.nanoTime();
      EchoLoad load =
          new EchoLoad(
              Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      say("open " + (System.nanoTime() - start) / 1000);
      load.obey();
    } catch (IOException | RuntimeException e) {
      say("error " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  private static void say(String what) {
    System.out.println(PREFIX + what);
  }

  private void obey() throws IOException {
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

  private long run(long requests) throws IOException {
    int share = Math.toIntExact(requests / callers.size());
    long more = requests % callers.size();
    for (int i = 0; i < callers.size(); i++) {
      int count = share + (i < more ? 1 : 0);
      if (count > 0) {
        callers.get(i).begin(count);
      }
    }
    long done = 0;
    while (done < requests) {
      if (selector.select(SILENCE_MILLIS) == 0) {
        throw new IOException("no answer in " + SILENCE_MILLIS / 1000 + " s");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        done += ((EchoCaller) key.attachment()).proceed(latencies);
      }
      selector.selectedKeys().clear();
    }
    return done;
  }

  private void reset() {
    latencies.reset();
    resetNanos = System.nanoTime();
    resetCpuNanos = THREADS.getCurrentThreadCpuTime();
  }

  private String stats() {
    return latencies.getValueAtPercentile(50)
        + " "
        + latencies.getValueAtPercentile(99)
        + " "
        + (System.nanoTime() - resetNanos)
        + " "
        + (THREADS.getCurrentThreadCpuTime() - resetCpuNanos);
  }
}
