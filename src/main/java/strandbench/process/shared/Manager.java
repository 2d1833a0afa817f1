package strandbench.process.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import strandbench.process.ChildJvm;
import strandbench.process.JvmCommand;
import strandbench.process.wire.Hub;
import strandbench.process.wire.Scratch;

/**
 * Keeps maps, lists, queues, values and locks that processes share, as Python's {@code
 * multiprocessing.Manager} does. What its methods return can be put into tasks' fields, and works
 * the same in any process.
 *
 * <pre>{@code
 * record Count(ManagedMap<String, Integer> words, String word) implements Runnable, Serializable {
 *   public void run() {
 *     words.merge(word, 1, Integer::sum);
 *   }
 * }
 *
 * try (Manager manager = Manager.start()) {
 *   ManagedMap<String, Integer> words = manager.map();
 *   pool.submit(new Count(words, "strand")).get();
 *   assert words.get("strand") == 1;
 * }
 * }</pre>
 *
 * <p>A pool takes a task with such an object in it if it accepts {@code strandbench.process.**}
 * besides the task's own class.
 *
 * <p>It lives {@linkplain #start in a JVM of its own}, as in Python, so that what is shared takes
 * neither heap nor processor time from this one; or {@linkplain #startHere in this JVM}, which
 * starts nothing, and saves a process. Objects live as long as it does. It ends when it is closed,
 * or when this JVM ends, however it ends; who uses an object of it then, and who waits at one, gets
 * a {@link ManagerEndedException}.
 *
 * <p>Values, elements and the like are kept as the bytes that came, and no code of theirs runs in
 * the manager, except the {@code equals} and {@code hashCode} of a map's keys. One thread does
 * everything there, so each call is atomic, and calls of any number of processes take their turns.
 *
 * <p>Thread-safe.
 */
public final class Manager implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLITE_LIMIT = Duration.ofSeconds(2);

  private final Hub.Address address;
  private final String rules;
  private final ChildJvm jvm;
  private final ManagerServer server;

  private Manager(Hub.Address address, String rules, ChildJvm jvm, ManagerServer server) {
    this.address = address;
    this.rules = rules;
    this.jvm = jvm;
    this.server = server;
  }

  /**
   * Starts a manager in a JVM of its own, and waits until it is ready.
   *
   * @param accept the classes that its objects may hold, besides those of java.base and the handles
   *     of shared things: patterns as {@link java.io.ObjectInputFilter.Config#createFilter} takes
   *     them
   * @throws IllegalArgumentException if one is no such pattern
   * @throws UncheckedIOException if its JVM can't be started, or ends at once
   * @throws CancellationException if this thread is interrupted, which it is again then
   */
  public static Manager start(String... accept) {
    String rules = HandleRules.of(accept);
    CompletableFuture<Hub.Address> ready = new CompletableFuture<>();
    ChildJvm jvm;
    try {
      JvmCommand command =
          JvmCommand.of(ManagerMain.class).withJvmOptions(List.of("-XX:+ExitOnOutOfMemoryError"));
      jvm = ChildJvm.start("manager", command, line -> hear(line, ready));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean started = false;
    try {
      var unused = jvm.exit().thenRun(() -> ready.completeExceptionally(new IOException("ended")));
      tell(jvm, Scratch.path() + "\n" + rules);
      Hub.Address address = ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      started = true;
      return new Manager(address, rules, jvm, null);
    } catch (ExecutionException | TimeoutException e) {
      throw new UncheckedIOException(
          new IOException(jvm + " is not ready; it printed: " + jvm.outputTail(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the manager started");
    } finally {
      if (!started) {
        jvm.kill();
      }
    }
  }

  private static void hear(String line, CompletableFuture<Hub.Address> ready) {
    if (!ready.isDone() && line.startsWith(ManagerMain.ADDRESS)) {
      String[] words = line.substring(ManagerMain.ADDRESS.length()).split(" ", 2);
      ready.complete(new Hub.Address(words[1], words[0]));
    } else {
      System.err.println("[manager] " + line);
    }
  }

  /** A pipe that nobody reads any more is no error here: the end is told by the exit. */
  private static void tell(ChildJvm jvm, String line) {
    try {
      jvm.stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      jvm.stdin().flush();
    } catch (IOException e) {
      // See above.
    }
  }

  /**
   * Starts a manager in this JVM.
   *
   * @param accept as {@link #start}
   * @throws IllegalArgumentException if one is no pattern of classes
   * @throws UncheckedIOException if this process can't listen for others
   */
  public static Manager startHere(String... accept) {
    String rules = HandleRules.of(accept);
    ManagerServer server = new ManagerServer(rules);
    return new Manager(server.address(), rules, null, server);
  }

  /** The process that the objects live in. */
  public long pid() {
    return jvm == null ? ProcessHandle.current().pid() : jvm.pid();
  }

  private ManagedObject create(ManagedKind kind, long capacity) {
    long number =
        ManagedObject.number(
            ManagerClient.of(address)
                .call(
                    0,
                    ManagerOperation.CREATE,
                    ManagerCall.bytes(kind.number()),
                    ManagerCall.bytes(capacity))
                .getFirst());
    return new ManagedObject(new ManagedHandle(address, kind, (int) number, capacity, rules));
  }

  /**
   * Makes an empty map.
   *
   * @throws ManagerEndedException if the manager has ended, as do all the methods that make things
   */
  public <K, V> ManagedMap<K, V> map() {
    return new ManagedMap<>(create(ManagedKind.MAP, 0));
  }

  /** Makes an empty list. */
  public <E> ManagedList<E> list() {
    return new ManagedList<>(create(ManagedKind.LIST, 0));
  }

  /** Makes an empty queue of which the manager's memory is the only limit. */
  public <E> ManagedQueue<E> queue() {
    return queue(Integer.MAX_VALUE);
  }

  /**
   * Makes an empty queue.
   *
   * @param capacity how many elements it holds
   * @throws IllegalArgumentException if that is none
   */
  public <E> ManagedQueue<E> queue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a queue for " + capacity + " elements");
    }
    return new ManagedQueue<>(create(ManagedKind.QUEUE, capacity));
  }

  /** Makes a value. */
  public <T> ManagedValue<T> value(T initial) {
    ManagedValue<T> value = new ManagedValue<>(create(ManagedKind.VALUE, 0));
    value.set(initial);
    return value;
  }

  /** Makes a namespace without names. */
  public ManagedNamespace namespace() {
    return new ManagedNamespace(create(ManagedKind.NAMESPACE, 0));
  }

  /** Makes a lock that nobody holds. */
  public ManagedLock lock() {
    return new ManagedLock(create(ManagedKind.LOCK, 0));
  }

  /** Ends the manager, and all that is in it; returns when its JVM has ended. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
      return;
    }
    tell(jvm, ManagerMain.CLOSE);
    if (jvm.waitFor(POLITE_LIMIT).isEmpty()) {
      jvm.kill();
    }
    jvm.exit().join();
  }
}
