package strandbench.process.shared;

/**
 * A pipe between two processes, as Python's {@code multiprocessing.Pipe} is one: two ends that talk
 * with each other. What is sent at one is received at the other: whole objects, in their order.
 *
 * <pre>{@code
 * record Upper(PipeEnd<String> end) implements Callable<Void>, Serializable {
 *   public Void call() throws Exception {
 *     end.send(end.receive().toUpperCase(Locale.ROOT));
 *     return null;
 *   }
 * }
 *
 * try (SharedPipe<String> pipe = SharedPipe.open()) {
 *   pool.submit(new Upper(pipe.second()));
 *   pipe.first().send("hello");
 *   assert pipe.first().receive().equals("HELLO");
 * }
 * }</pre>
 *
 * <p>A pool takes a task with an end in it if it accepts {@code strandbench.process.**} besides the
 * task's own class.
 *
 * <p>Each end belongs to the process that uses it first. Where the creator gives both away, it
 * introduces their processes to each other: what they say then goes straight from one to the other,
 * and goes on should the creator end. What is sent before the other end is in use waits in the
 * operating system (by default, Linux holds some 200 messages or 200 kB), and outlives its sender,
 * but not the creator.
 *
 * @param <T> what travels; serializable
 */
public final class SharedPipe<T> implements AutoCloseable {
  private final PipeBroker broker = new PipeBroker();
  private final PipeEnd<T> first;
  private final PipeEnd<T> second;

  private SharedPipe(boolean bothWays, String rules) {
    first = new PipeEnd<>(new PipeHandle(broker.address(), 0, bothWays, true, rules));
    second = new PipeEnd<>(new PipeHandle(broker.address(), 1, true, bothWays, rules));
  }

  /**
   * Opens a pipe both of whose ends send and receive.
   *
   * @param accept the classes that may travel, besides those of java.base and the handles of shared
   *     things: patterns as {@link java.io.ObjectInputFilter.Config#createFilter} takes them
   * @throws IllegalArgumentException if one is no such pattern
   * @throws java.io.UncheckedIOException if this process can't listen for others
   */
  public static <T> SharedPipe<T> open(String... accept) {
    return new SharedPipe<>(true, HandleRules.of(accept));
  }

  /**
   * Opens a pipe whose {@linkplain #first first} end receives, and whose {@linkplain #second
   * second} end sends.
   *
   * @param accept as {@link #open}
   */
  public static <T> SharedPipe<T> openOneWay(String... accept) {
    return new SharedPipe<>(false, HandleRules.of(accept));
  }

  /** The end that receives, in a pipe of one way. */
  public PipeEnd<T> first() {
    return first;
  }

  /** The end that sends, in a pipe of one way. */
  public PipeEnd<T> second() {
    return second;
  }

  /**
   * Closes the ends that this process has. No process can take one from now on, and who waits at
   * one for the other to be taken is told that it is closed. Ends that other processes have, both,
   * go on.
   */
  @Override
  public void close() {
    first.closeIfUsed();
    second.closeIfUsed();
    broker.close();
  }
}
