package strandbench.model.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import strandbench.process.ChildJvm;
import strandbench.process.JvmCommand;
import strandbench.workload.EchoLoad;

/** The JVM in which an echo server's clients run; {@link EchoLoad} says what they do. */
public final class EchoClients implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final ChildJvm jvm;
  private final Duration opening;

  /**
   * What the clients saw since the last reset.
   *
   * @param p50Nanos the median latency
   * @param p99Nanos the latency that 99% don't exceed
   * @param wallNanos the time that passed
   * @param cpuNanos processor time of the clients' thread that used most of it
   */
  public record Stats(long p50Nanos, long p99Nanos, long wallNanos, long cpuNanos) {}

  /**
   * Starts the JVM, opens all connections and waits until each is served.
   *
   * @param threads that share the connections, 1 or more
   * @throws IllegalStateException if one is not, with what the clients' JVM says of it
   */
  public EchoClients(int port, int connections, int lineBytes, int threads)
      throws IOException, InterruptedException {
    JvmCommand command =
        JvmCommand.of(EchoLoad.class)
            .withArguments(
                List.of(
                    Integer.toString(port),
                    Integer.toString(connections),
                    Integer.toString(lineBytes),
                    Integer.toString(threads)));
    jvm = ChildJvm.start("echo-clients", command, this::take);
    var unused = jvm.exit().thenAccept(status -> answers.add("error it " + status));
    try {
      opening = Duration.ofNanos(1000 * Long.parseLong(answer("open")));
    } catch (IllegalStateException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void take(String line) {
    if (line.startsWith(EchoLoad.PREFIX)) {
      answers.add(line.substring(EchoLoad.PREFIX.length()));
    } else {
      System.err.println("[echo-clients] " + line);
    }
  }

  /** From before the first connection was asked for until the last was served. */
  public Duration opening() {
    return opening;
  }

  /**
   * Has all connections send their share, and waits for the answers.
   *
   * @return how many came, all of them right
   * @throws IllegalStateException if one was wrong or didn't come
   */
  public long run(int requests) throws IOException, InterruptedException {
    return Long.parseLong(ask("run " + requests, "ran"));
  }

  /** Forgets latencies and times so far. */
  public void reset() throws IOException, InterruptedException {
    ask("reset", "reset");
  }

  public Stats stats() throws IOException, InterruptedException {
    String[] values = ask("stats", "stats").split(" ", -1);
    return new Stats(
        Long.parseLong(values[0]),
        Long.parseLong(values[1]),
        Long.parseLong(values[2]),
        Long.parseLong(values[3]));
  }

  private String ask(String command, String answer) throws IOException, InterruptedException {
    jvm.stdin().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    jvm.stdin().flush();
    return answer(answer);
  }

  /** What stands behind the expected word. */
  private String answer(String expected) throws InterruptedException {
    String line = answers.poll(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
    if (line == null || !(line + " ").startsWith(expected + " ")) {
      throw new IllegalStateException("the echo clients: " + (line == null ? "silence" : line));
    }
    return line.substring(expected.length()).strip();
  }

  /** Its connections end with it; it is gone on return. */
  @Override
  public void close() {
    jvm.kill();
    jvm.waitFor(END_WITHIN);
  }
}
