package strandbench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A running JVM that this one started. Its three standard streams are pipes, never inherited:
 * whoever waits for the end of our own output (JMH does) would wait for the child as well.
 *
 * <p>What the child prints is passed on by line, unless said otherwise with the child's name before
 * it to this JVM's {@link System#out} and {@link System#err}; the last lines of both are kept for
 * error messages. Variables by which the environment would add flags to every JVM are not passed
 * on: a child's flags are those of its command. The child's standard input stays open until the
 * child ends or this JVM does, however it does: a child that must not outlive its parent halts when
 * its standard input ends.
 *
 * <p>The child leads a process group and a session of its own, where the system has {@code setsid}:
 * a terminal's Ctrl-C doesn't reach it, and what it started and left behind in its group is killed
 * when it has ended.
 *
 * <p>Thread-safe. The threads behind it are daemons.
 */
public final class ChildJvm {
  private static final int SIGKILL_VALUE = 128 + 9;
  private static final int TAIL_LINES = 20;
  private static final int LONGEST_LINE = 8192;
  private static final Duration LAST_OUTPUT = Duration.ofMillis(200);
  private static final List<String> FLAG_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final String name;
  private final Process process;
  private final CommandFile commandFile;
  private final BooleanSupplier announced;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final CompletableFuture<ExitStatus> cleared = new CompletableFuture<>();
  private final ArrayDeque<String> tail = new ArrayDeque<>();
  private final Thread[] pumps;
  private volatile boolean killed;

  private ChildJvm(
      String name,
      JvmCommand command,
      BooleanSupplier announced,
      Consumer<String> out,
      Consumer<String> err)
      throws IOException {
    this.name = name;
    this.announced = announced;
    this.commandFile = CommandFile.of(command.words());
    this.process = start(commandFile);
    this.pumps =
        new Thread[] {
          daemon(name + "-stdout", () -> pump(process.getInputStream(), out)),
          daemon(name + "-stderr", () -> pump(process.getErrorStream(), err))
        };
    daemon(name + "-exit", this::awaitExit);
  }

  /**
   * Starts a JVM.
   *
   * @param name stands before each line that the child prints, and in the names of threads
   * @throws IOException if the operating system refuses; a JVM that starts and then gives up over
   *     its options is told by its exit
   */
  public static ChildJvm start(String name, JvmCommand command) throws IOException {
    return startAnnouncing(name, command, () -> false);
  }

  /**
   * Starts a JVM that announces when it exits of its own accord, as {@link ExitNote} has it do.
   *
   * @param name as above
   * @param announced asked once, when the child has ended
   * @throws IOException as above
   */
  static ChildJvm startAnnouncing(String name, JvmCommand command, BooleanSupplier announced)
      throws IOException {
    return new ChildJvm(
        name,
        command,
        announced,
        line -> System.out.println("[" + name + "] " + line),
        line -> System.err.println("[" + name + "] " + line));
  }

  /**
   * Starts a JVM whose output goes to a reader of ours.
   *
   * @param name stands in the names of threads
   * @param lines takes each line that the child prints, on either stream, on threads of this class
   * @throws IOException as {@link #start(String, JvmCommand)}
   */
  public static ChildJvm start(String name, JvmCommand command, Consumer<String> lines)
      throws IOException {
    return new ChildJvm(name, command, () -> false, lines, lines);
  }

  private static Process start(CommandFile command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(ProcessGroup.led(command.words()));
    builder.environment().keySet().removeAll(FLAG_VARIABLES);
    try {
      return builder.start();
    } catch (IOException e) {
      command.remove();
      throw e;
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** The pipe to the child's standard input. Flush it. */
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  /** Whether the child's end has not been seen yet. */
  public boolean isAlive() {
    return !exit.isDone();
  }

  /**
   * How the child ended, once it has. What depends on the future runs on a thread of this class;
   * completing it has no effect on the child.
   */
  public CompletableFuture<ExitStatus> exit() {
    return exit.copy();
  }

  /**
   * As {@link #exit}, but once the rest of the child's process group is dead as well, and the
   * child's last lines have been passed on. Takes the status that {@code exit} has.
   */
  public CompletableFuture<ExitStatus> cleared() {
    return cleared.copy();
  }

  /** Runs an action on a thread of this class once the child has ended. */
  void onExit(Runnable action) {
    var unused = exit.thenRun(action);
  }

  /** Waits for the child's end, for some time. Interruption is kept for later. */
  public Optional<ExitStatus> waitFor(Duration limit) {
    return Optional.ofNullable(
        exit.copy()
            .completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)
            .join());
  }

  /** Sends SIGTERM, which a JVM answers by an orderly shutdown; {@link #exit} tells its end. */
  public void terminate() {
    // Not by the process itself, which would close its pipes: that says that this JVM is dead.
    process.toHandle().destroy();
  }

  /** Sends SIGKILL; {@link #exit} tells when it has worked. */
  public void kill() {
    killed = true;
    ProcessGroup.kill(process);
  }

  /**
   * The last lines that the child printed, on either stream, without a line end after the last.
   * Once the child has ended, this waits a moment for lines that are still in the pipes.
   */
  public String outputTail() {
    if (!isAlive()) {
      awaitPumps();
    }
    synchronized (tail) {
      return String.join("\n", tail);
    }
  }

  @Override
  public String toString() {
    return name + " (pid " + pid() + ")";
  }

  private void awaitPumps() {
    for (Thread pump : pumps) {
      joinUninterruptibly(pump);
    }
  }

  /** A grandchild may hold the pipe open for ever, hence the limit. */
  private static void joinUninterruptibly(Thread pump) {
    boolean interrupted = Thread.interrupted();
    try {
      pump.join(LAST_OUTPUT);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitExit() {
    ExitStatus status = status(awaitValue());
    exit.complete(status);
    commandFile.remove();
    ProcessGroup.killRest(pid());
    awaitPumps();
    cleared.complete(status);
  }

  private int awaitValue() {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread, and the child's end must be told.
      }
    }
  }

  /** A child that had announced its exit, and was killed before it came to it, died of the kill. */
  private ExitStatus status(int value) {
    boolean told = announced.getAsBoolean();
    return ExitStatus.of(value, told && !(killed && value == SIGKILL_VALUE));
  }

  private void pump(InputStream from, Consumer<String> to) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = lines.read(); next >= 0; next = lines.read()) {
        if (next != '\n') {
          line.append((char) next);
        }
        if (next == '\n' || line.length() >= LONGEST_LINE) {
          passOn(line, to);
        }
      }
      if (!line.isEmpty()) {
        passOn(line, to);
      }
    } catch (IOException e) {
      // The pipe was closed under us: the child has ended, and that is told elsewhere.
    }
  }

  private void passOn(StringBuilder line, Consumer<String> to) {
    String text = line.toString();
    line.setLength(0);
    synchronized (tail) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(text);
    }
    to.accept(text);
  }

  static Thread daemon(String name, Runnable body) {
    return Thread.ofPlatform().daemon().name(name).start(body);
  }
}
