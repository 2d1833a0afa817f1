package strandbench.process;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import strandbench.process.wire.AcceptFilter;
import strandbench.process.wire.Codec;
import strandbench.process.wire.Scratch;

/**
 * A task that runs in a JVM of its own: what {@link Thread} is among threads, and Python's {@code
 * multiprocessing.Process} among processes.
 *
 * <pre>{@code
 * JvmProcess hello = JvmProcess.builder().name("hello").start(() -> System.out.println("hello"));
 * hello.join();
 * assert hello.exitStatus().orElseThrow().code().getAsInt() == 0;
 * }</pre>
 *
 * <p>The task is a serializable {@link Runnable}, or a subclass overrides {@link #run}:
 *
 * <pre>{@code
 * final class Greeter extends JvmProcess {
 *   private final String whom;
 *
 *   Greeter(String whom) {
 *     this.whom = whom;
 *   }
 *
 *   @Override
 *   public void run() {
 *     System.out.println("hello " + whom);
 *   }
 * }
 *
 * new Greeter("world").start();
 * }</pre>
 *
 * <p><b>What travels.</b> {@link #start} writes this object by the JDK's serialization: its name,
 * whether it is a daemon, the task, and a subclass's fields, except transient ones. The child reads
 * a copy and calls its {@code run}; the copy can't be started, joined or killed there. Nothing that
 * the child assigns, to fields or statics, reaches the parent. The child reads classes of
 * java.base, this object's and its task's own classes with their superclasses and the classes
 * nested with them, and those {@linkplain Builder#accept accepted}; another one ends it with an
 * exception that names the class. What is done before {@code start} happens-before the run of the
 * copy, for what the bytes carry, and the run happens-before {@link #join} returns.
 *
 * <p><b>Life.</b> The child ends when {@code run} has returned and no thread is left that is not a
 * daemon: exit code 0, or 1 after an exception, whose stack goes to standard error. What it prints
 * is passed on by line, with its name before it, to this JVM's {@link System#out} and {@link
 * System#err}; its standard input is empty. It leads a process group and session of its own, where
 * the system has {@code setsid}: what it has started and not ended itself is killed with it, unless
 * it left the group.
 *
 * <p><b>The parent's end.</b> An orderly end of this JVM (all threads have ended, or {@link
 * System#exit}) waits for its processes, except daemons. However else it ends (SIGKILL, SIGTERM,
 * Ctrl-C, {@link Runtime#halt}, a crash), its processes, daemons or not, and theirs, halt as soon
 * as they notice, without running their shutdown hooks; so do daemons at its orderly end. A process
 * that is stopped (SIGSTOP) notices when it goes on.
 *
 * <p>Thread-safe. A daemon process may not start processes.
 */
public class JvmProcess implements Runnable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** In the child, the copy that runs. */
  private static volatile JvmProcess current;

  private final String name;
  private final boolean daemon;

  @SuppressWarnings("serial") // Whether it is serializable is told by start.
  private final Runnable task;

  /** Null in the copy. */
  private final transient JvmCommand command;

  private final transient List<String> accepted;
  private final transient boolean startupCache;

  /** Written under this object's lock, once. */
  private transient volatile ChildJvm jvm;

  /** A process that runs what a subclass's {@link #run} says, with a builder's defaults. */
  protected JvmProcess() {
    this(builder());
  }

  /**
   * A process that runs what a subclass's {@link #run} says.
   *
   * @param settings name, options and so on; read here, so that it may be used again
   */
  protected JvmProcess(Builder settings) {
    this(settings, null);
  }

  private JvmProcess(Builder settings, Runnable task) {
    this.name = settings.name == null ? "Process-" + NUMBERS.incrementAndGet() : settings.name;
    this.daemon = settings.daemon;
    this.task = task;
    this.command = settings.command;
    this.accepted = List.copyOf(settings.accepted);
    this.startupCache = settings.startupCache;
  }

  /** Starts to describe a process: no daemon, options for a small JVM, this JVM's class path. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes processes. Not thread-safe. May be used for several of them. */
  public static final class Builder {
    private static final int MIB = 1 << 20;

    private String name;
    private boolean daemon;
    private JvmCommand command = JvmCommand.of(ProcessMain.class);
    private final List<String> accepted = new ArrayList<>();
    private boolean startupCache;

    private Builder() {}

    /** Replaces all options and the class path. */
    Builder command(JvmCommand command) {
      this.command = command;
      return this;
    }

    /**
     * Names the process; without, it is {@code Process-N}, numbered from 1. The name stands before
     * each line that it prints.
     */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name);
      return this;
    }

    /** Whether this JVM's orderly end ends the process, too, instead of waiting for it. */
    public Builder daemon(boolean daemon) {
      this.daemon = daemon;
      return this;
    }

    /** Adds options for the child's JVM, as {@link JvmCommand#withJvmOptions} does. */
    public Builder jvmOptions(List<String> options) {
      command = command.withJvmOptions(options);
      return this;
    }

    /**
     * Limits the child's heap; the default is 256.
     *
     * @param mebibytes so many times 1,048,576 bytes
     * @throws IllegalArgumentException if that is less than 2, which no JVM starts with
     */
    public Builder heapMebibytes(int mebibytes) {
      if (mebibytes < 2) {
        throw new IllegalArgumentException("a heap of " + mebibytes + " MiB");
      }
      return jvmOptions(List.of("-Xmx" + (long) mebibytes * MIB));
    }

    /**
     * Replaces the class path. This class and the task's must be found on it. It may be longer than
     * a command line.
     *
     * @throws IllegalArgumentException if an entry holds the character that separates entries
     */
    public Builder classPath(List<Path> classPath) {
      command = command.withClassPath(classPath);
      return this;
    }

    /**
     * Accepts further classes in the task.
     *
     * @param patterns as {@link java.io.ObjectInputFilter.Config#createFilter} takes them: a
     *     class's name, {@code my.app.*} for a package, {@code my.app.**} for those below it as
     *     well
     * @throws IllegalArgumentException if one is no such pattern
     */
    public Builder accept(String... patterns) {
      AcceptFilter.rules(List.of(patterns));
      accepted.addAll(List.of(patterns));
      return this;
    }

    /**
     * Whether the child starts from a {@link StartupCache}, which is made at the first start with
     * these options and this class path, and takes a few seconds then. Where none can be made, the
     * child starts without. The default is not to.
     */
    public Builder startupCache(boolean use) {
      startupCache = use;
      return this;
    }

    /**
     * Every option that the child's JVM is started with, those of a startup cache apart, for the
     * record of a measurement.
     */
    public List<String> jvmOptions() {
      return command.jvmOptions();
    }

    /**
     * A process for a task, not started yet. A lambda is serializable here by itself.
     *
     * @param task is written when the process is started, not now
     */
    public <T extends Runnable & Serializable> JvmProcess unstarted(T task) {
      return new JvmProcess(this, Objects.requireNonNull(task));
    }

    /** A process for a task, {@linkplain JvmProcess#start started}. */
    public <T extends Runnable & Serializable> JvmProcess start(T task) {
      JvmProcess process = unstarted(task);
      process.start();
      return process;
    }
  }

  /** The process that this JVM runs; empty in a JVM that no {@code JvmProcess} started. */
  public static Optional<JvmProcess> current() {
    return Optional.ofNullable(current);
  }

  /** The processes that this JVM has started and that have not ended, in no order. */
  public static List<JvmProcess> activeChildren() {
    return Children.alive();
  }

  /** For the child's main method. */
  static void runHere(JvmProcess process) {
    current = process;
    process.run();
  }

  /**
   * What the child does: the builder's task, or what a subclass makes of it. Runs in the child, on
   * its main thread. To call it elsewhere runs it there, as {@link Thread#run} does.
   */
  @Override
  public void run() {
    if (task != null) {
      task.run();
    }
  }

  /**
   * Starts the child, and returns before it is ready.
   *
   * @throws IllegalStateException if it was started before; if this is the copy in the child; if
   *     this JVM is a daemon process or is shutting down
   * @throws IllegalArgumentException if the task, or something in it, is not serializable, which
   *     the message names, or takes more than 64 MB
   * @throws UncheckedIOException if the system refuses another process
   */
  public final synchronized void start() {
    if (command == null) {
      throw new IllegalStateException(
          name + " runs here; it can only be started where it was made");
    }
    if (jvm != null) {
      throw new IllegalStateException(name + " was started before");
    }
    DaemonJvm.checkMayHaveChildren();
    Children.prepare();
    ByteBuffer bytes = serialized();
    JvmCommand starting = startupCache ? Rehearsal.cached(command) : command;
    Path note = Scratch.newPath();
    try {
      byte[] launch = launch(bytes, note);
      Files.createFile(note);
      ChildJvm started = ChildJvm.startAnnouncing(name, starting, () -> announced(note));
      jvm = started;
      Children.add(this, started);
      // Not here: the pipe holds no more than 64 KB, and nobody reads it before the JVM has booted.
      ChildJvm.daemon(name + "-task", () -> send(launch, started));
    } catch (IOException e) {
      Scratch.remove(note);
      throw new UncheckedIOException(name + " can't be started", e);
    }
  }

  private ByteBuffer serialized() {
    try {
      return Codec.write(this);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          name + " can't be sent: " + e.getMessage() + " is not serializable", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " can't be sent: " + e.getMessage(), e);
    }
  }

  private byte[] launch(ByteBuffer bytes, Path note) throws IOException {
    List<String> patterns = new ArrayList<>(accepted);
    acceptOwn(getClass(), patterns);
    if (task != null) {
      acceptOwn(task.getClass(), patterns);
    }
    return new Launch(
            name,
            daemon,
            ProcessHandle.current().pid(),
            Scratch.directory().toString(),
            note.toString(),
            AcceptFilter.rules(patterns),
            bytes)
        .encode();
  }

  /**
   * The parent chose the task, so there is nothing to be had by refusing its class. The host of a
   * nest stands for it: a lambda has no name of its own that the child would know.
   */
  private static void acceptOwn(Class<?> type, List<String> patterns) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (!each.getModule().equals(Object.class.getModule())) {
        String host = each.getNestHost().getName();
        patterns.add(host);
        patterns.add(host + "$*");
      }
    }
  }

  private static boolean announced(Path note) {
    boolean announced = !Files.exists(note);
    Scratch.remove(note);
    return announced;
  }

  private static void send(byte[] launch, ChildJvm to) {
    OutputStream stdin = to.stdin();
    try {
      stdin.write(launch);
      stdin.flush();
    } catch (IOException e) {
      // Nobody reads it any more: the child has ended, and that is told elsewhere.
    }
  }

  /**
   * Waits until the process has ended, what was left of its process group as well, and its last
   * lines have been passed on.
   *
   * @throws IllegalStateException if it was not started, or not by this JVM
   */
  public final void join() throws InterruptedException {
    try {
      started().cleared().get();
    } catch (ExecutionException e) {
      throw new AssertionError("nothing completes it so", e);
    }
  }

  /**
   * Waits as {@link #join()} does, for some time.
   *
   * @return whether it has ended
   * @throws IllegalStateException if it was not started, or not by this JVM
   */
  public final boolean join(Duration limit) throws InterruptedException {
    try {
      started().cleared().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("nothing completes it so", e);
    }
  }

  /** For the shutdown hook. */
  final void awaitEnd() {
    started().cleared().join();
  }

  /**
   * Asks the process to end, by SIGTERM: its shutdown hooks run, then it ends by signal 15. It may
   * be alive until {@link #join} says otherwise. Has no effect once it has ended.
   *
   * @throws IllegalStateException if it was not started, or not by this JVM
   */
  public final void terminate() {
    started().terminate();
  }

  /**
   * Ends the process by SIGKILL, and what it has started with it. It may be alive for a moment yet.
   * Has no effect once it has ended.
   *
   * @throws IllegalStateException if it was not started, or not by this JVM
   */
  public final void kill() {
    started().kill();
  }

  /**
   * Whether it was started and {@link #join} would wait.
   *
   * @throws IllegalStateException if this is the copy in the child
   */
  public final boolean isAlive() {
    checkNoCopy();
    ChildJvm child = jvm;
    return child != null && !child.cleared().isDone();
  }

  /**
   * The child's process id, also from within the child.
   *
   * @throws IllegalStateException if it was not started
   */
  public final long pid() {
    return this == current ? ProcessHandle.current().pid() : started().pid();
  }

  /** The name, unique only where it was made to be. */
  public final String name() {
    return name;
  }

  /** Whether the parent's orderly end ends it, too, instead of waiting for it. */
  public final boolean isDaemon() {
    return daemon;
  }

  /**
   * How the process ended; empty before. An exit code is told from a signal also where the JDK
   * reports both as the same value, with two exceptions: {@link Runtime#halt} with a value from 129
   * to 192 is taken for a signal, and a signal from elsewhere, after the process has begun to exit,
   * for an exit code.
   *
   * @throws IllegalStateException if this is the copy in the child
   */
  public final Optional<ExitStatus> exitStatus() {
    checkNoCopy();
    ChildJvm child = jvm;
    return child == null ? Optional.empty() : Optional.ofNullable(child.cleared().getNow(null));
  }

  private void checkNoCopy() {
    if (command == null) {
      throw new IllegalStateException(name + " runs here; only its parent can tell");
    }
  }

  private ChildJvm started() {
    checkNoCopy();
    ChildJvm child = jvm;
    if (child == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return child;
  }

  /** As it stands in messages: the name, and what is known of the process. */
  @Override
  public String toString() {
    ChildJvm child = jvm;
    if (child == null) {
      return name + (this == current ? " (this process)" : " (not started)");
    }
    return child + ": " + exitStatus().map(ExitStatus::toString).orElse("running");
  }
}
