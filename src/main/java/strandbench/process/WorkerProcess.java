package strandbench.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;
import strandbench.process.wire.Scratch;

/**
 * One worker, from its start to its death, as the pool sees it: its process, the connection to it,
 * and the tasks that it has been given. Thread-safe, but for {@link #bury}.
 */
final class WorkerProcess {
  /** Some messages of a worker, taken together. */
  record Answers(List<PoolTask<?>> tasks, List<Message> messages) {
    Answers() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    int size() {
      return tasks.size();
    }

    boolean isEmpty() {
      return tasks.isEmpty();
    }

    private void add(PoolTask<?> task, Message message) {
      tasks.add(task);
      messages.add(message);
    }

    /** Completes one task's future, which runs its callbacks. */
    void settle(int index, ObjectInputFilter rules) {
      tasks.get(index).settle(messages.get(index), rules);
    }
  }

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLITE_LIMIT = Duration.ofSeconds(10);
  private static final int MOST_ANSWERS = 64;
  private static final int SMOOTHING = 4;

  private final ChildJvm jvm;
  private final ControlPipe control;
  private final Link link;

  /** Null where there is no shared memory: then the worker announces each task before it. */
  private final WorkerMemory memory;

  private final Board board;

  /** Held by who polls the link. */
  private final ReentrantLock polling = new ReentrantLock();

  /** Held by who sends, which may take long where the worker doesn't read. */
  private final ReentrantLock sending = new ReentrantLock();

  /** Guarded by itself, as is what follows. Taken last of all locks, and never held for long. */
  private final Map<Long, PoolTask<?>> given = new LinkedHashMap<>();

  private long lastSequence;
  private long announced;
  private boolean announcedExit;
  private boolean closed;
  private PoolTask<?> condemned;
  private String condemnedStack;

  private volatile boolean stopping;

  /** What ended the connection; told when all that came before is taken. Guarded by polling. */
  private IOException end;

  /** What who spun has found for others, and the next who asks for answers gets. As above. */
  private Answers aside = new Answers();

  /** When the last answer came, or the first task after a pause was given. */
  private volatile long lastProgress = System.nanoTime();

  /** A moving average of the time that a task takes here, in nanoseconds; 0 before the first. */
  private volatile long nanosPerTask;

  private WorkerProcess(ChildJvm jvm, ControlPipe control, Link link, WorkerMemory memory) {
    this.jvm = jvm;
    this.control = control;
    this.link = link;
    this.memory = memory;
    this.board = memory == null ? null : memory.board();
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param started gets the process as soon as there is one, which may be killed at any time
   * @throws WorkerDiedException if it ends before that, by itself or by a signal
   * @throws IOException if the process, or what it needs, can't be made, or it takes for ever
   */
  static WorkerProcess start(String name, PoolOptions options, Consumer<ChildJvm> started)
      throws IOException {
    AtomicReference<WorkerMemory> shared = new AtomicReference<>();
    ChildJvm jvm = null;
    Hub.Address address = null;
    boolean ready = false;
    CompletableFuture<FrameChannel> connected = new CompletableFuture<>();
    try {
      jvm = ChildJvm.startAnnouncing(name, options.command(), () -> announcesExit(shared.get()));
      started.accept(jvm);
      ControlPipe control = new ControlPipe(jvm);
      long self = ProcessHandle.current().pid();
      control.tellNow(new Message.Belong(Scratch.path().toString(), self));
      // While the JVM boots.
      WorkerMemory memory = options.workerMemory();
      shared.set(memory);
      address = Hub.own().register(channel -> greet(channel, connected));
      control.tellNow(options.configure(address, memory));
      jvm.onExit(() -> connected.completeExceptionally(new EOFException()));
      FrameChannel frames = connected.orTimeout(START_LIMIT.toNanos(), TimeUnit.NANOSECONDS).join();
      ready = true;
      Link link =
          memory == null || memory.ringCapacity() == 0
              ? new Link.Socket(frames)
              : new Link.Rings(frames, memory.toPool(), memory.toWorker());
      return new WorkerProcess(jvm, control, link, memory);
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new IOException(jvm + " was not ready after " + START_LIMIT, e);
      }
      throw new WorkerDiedException(jvm, jvm.exit().join(), "before it was ready", null, e);
    } finally {
      if (address != null) {
        Hub.own().unregister(address);
      }
      if (!ready && jvm != null) {
        jvm.kill();
        // Not before: it is looked into when the JVM has ended.
        jvm.onExit(() -> close(shared.get()));
      }
    }
  }

  private static boolean announcesExit(WorkerMemory memory) {
    return memory != null && memory.board().exiting();
  }

  private static void greet(FrameChannel channel, CompletableFuture<FrameChannel> connected)
      throws IOException {
    channel.setMaxSize(Message.MAX_SIZE);
    if (!(Message.decode(channel.receive()) instanceof Message.Ready)
        || !connected.complete(channel)) {
      channel.close();
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception e) {
      // Of no use any more, open or closed.
    }
  }

  ChildJvm jvm() {
    return jvm;
  }

  /** Whether tasks can be taken back, so that more may be given than run. */
  boolean canTakeBack() {
    return board != null;
  }

  /** How many more tasks this worker can number. */
  long sequencesLeft() {
    synchronized (given) {
      return Board.LAST_SEQUENCE - lastSequence;
    }
  }

  long nanosPerTask() {
    return nanosPerTask;
  }

  /** When the last answer came, or the first task after a pause was given. */
  long lastProgress() {
    return lastProgress;
  }

  /** How long nothing has come from it, in nanoseconds. */
  long nanosWithoutProgress() {
    return System.nanoTime() - lastProgress;
  }

  /** The tasks that it has. */
  List<PoolTask<?>> tasks() {
    synchronized (given) {
      return List.copyOf(given.values());
    }
  }

  /**
   * Sends tasks. One that can't be sent any more, because the worker is dead, is among those that
   * {@link #bury} finds.
   *
   * @param spinNanos for how long the worker may spin when it has done them
   * @return those that were not given: cancelled meanwhile, or the worker was buried before
   */
  List<PoolTask<?>> give(List<PoolTask<?>> tasks, long spinNanos) {
    List<PoolTask<?>> notGiven = List.of();
    sending.lock();
    try {
      // All have their place before one is sent: where that fails, bury finds the others as well.
      List<Message.Run> runs = new ArrayList<>(tasks.size());
      for (PoolTask<?> task : tasks) {
        Message.Run run = enter(task, spinNanos);
        if (run == null) {
          notGiven = notGiven.isEmpty() ? new ArrayList<>() : notGiven;
          notGiven.add(task);
        } else {
          runs.add(run);
        }
      }
      for (Message.Run run : runs) {
        link.append(run);
      }
      if (!runs.isEmpty()) {
        link.flush();
      }
    } catch (IOException e) {
      // It is dying, and its reader will see that.
    } catch (RuntimeException | Error e) {
      // No memory for a message, most likely. What has its place, but was not sent, would wait on.
      jvm.kill();
      throw e;
    } finally {
      sending.unlock();
    }
    return notGiven;
  }

  private Message.Run enter(PoolTask<?> task, long spinNanos) {
    synchronized (given) {
      if (closed) {
        return null;
      }
      // Used up in any case: who cancels the task meanwhile may have seen it.
      lastSequence++;
      Message.Run run = task.placeOn(this, lastSequence);
      if (run != null) {
        if (given.isEmpty()) {
          lastProgress = System.nanoTime();
        }
        given.put(lastSequence, task);
        if (board != null) {
          board.allowSpin(spinNanos);
        }
      }
      return run;
    }
  }

  /** Takes back the tasks that have not started, in their order. */
  List<PoolTask<?>> takeBack() {
    synchronized (given) {
      return closed || board == null ? List.of() : removeAfter(board.takeBack(lastSequence));
    }
  }

  private List<PoolTask<?>> removeAfter(long started) {
    List<PoolTask<?>> removed = new ArrayList<>();
    Iterator<Map.Entry<Long, PoolTask<?>>> all = given.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Long, PoolTask<?>> each = all.next();
      if (each.getKey() > started) {
        removed.add(each.getValue());
        all.remove();
      }
    }
    return removed;
  }

  /** Drops a task that has not started; else interrupts it, where asked to. */
  void cancel(long sequence, boolean interrupt) {
    control.tell(new Message.Cancel(sequence, interrupt));
  }

  /** Asks where a task is. The answer comes, if it does, as {@link #condemn} of the task. */
  void inspect(long sequence) {
    control.tell(new Message.Inspect(sequence));
  }

  boolean has(long sequence) {
    synchronized (given) {
      return given.containsKey(sequence);
    }
  }

  /**
   * Kills the worker because of one task that it doesn't end.
   *
   * @param stack where the task was, as text; empty where the worker didn't say
   */
  void condemn(long sequence, String stack) {
    synchronized (given) {
      PoolTask<?> task = given.get(sequence);
      if (task == null || condemned != null) {
        return;
      }
      condemned = task;
      condemnedStack = stack;
    }
    jvm.kill();
  }

  /**
   * Takes the answers that are there, some at most. Where it finds none, the worker will ring for
   * the next.
   *
   * @throws IOException if the connection has ended, or the worker doesn't keep to the protocol
   */
  Answers answers() throws IOException {
    polling.lock();
    try {
      Answers answers = aside;
      aside = new Answers();
      int before = answers.size();
      if (end == null) {
        poll(answers);
      }
      if (end != null && answers.isEmpty()) {
        throw end;
      }
      noteProgress(answers.size() - before);
      return answers;
    } finally {
      polling.unlock();
    }
  }

  private void poll(Answers answers) {
    try {
      while (answers.size() < MOST_ANSWERS) {
        Message message = link.poll();
        if (message != null) {
          sort(message, answers);
        } else if (link.sleep()) {
          break;
        }
      }
    } catch (IOException e) {
      end = e;
    }
  }

  private void noteProgress(int count) {
    if (count > 0) {
      long now = System.nanoTime();
      long each = (now - lastProgress) / count;
      long average = nanosPerTask;
      nanosPerTask = average == 0 ? each : average + (each - average) / SMOOTHING;
      lastProgress = now;
    }
  }

  private void sort(Message message, Answers answers) throws ProtocolException {
    if (message instanceof Message.Completed completed) {
      answer(completed.sequence(), message, answers);
    } else if (message instanceof Message.Failed failed) {
      answer(failed.sequence(), message, answers);
    } else if (message instanceof Message.Stack stack) {
      condemn(stack.sequence(), stack.trace());
    } else if (message instanceof Message.Started started) {
      synchronized (given) {
        announced = Math.max(announced, started.sequence());
      }
    } else if (message instanceof Message.Exiting) {
      synchronized (given) {
        announcedExit = true;
      }
    } else {
      throw new ProtocolException("refused an answer that is none");
    }
  }

  private void answer(long sequence, Message message, Answers answers) throws ProtocolException {
    PoolTask<?> task;
    synchronized (given) {
      task = given.remove(sequence);
    }
    if (task == null) {
      throw new ProtocolException("refused an answer to a task that was not given");
    }
    answers.add(task, message);
  }

  /**
   * Looks for the answer to the only task that the worker has, for some time, in place of the
   * thread that waits for answers. What else comes is left to that thread: a callback of another
   * task must not run on the caller's, which it might wait for.
   *
   * @return the answer to the task, or null
   */
  Message spinFor(PoolTask<?> task, long nanos) {
    if (!(link instanceof Link.Rings) || !polling.tryLock()) {
      return null;
    }
    try {
      Answers answers = new Answers();
      if (end == null && hasOneTask()) {
        spin(nanos, answers);
        noteProgress(answers.size());
      }
      return takeOwn(task, answers);
    } finally {
      polling.unlock();
    }
  }

  private Message takeOwn(PoolTask<?> task, Answers answers) {
    Message own = null;
    for (int i = 0; i < answers.size(); i++) {
      if (answers.tasks.get(i) == task) {
        own = answers.messages.get(i);
      } else {
        aside.add(answers.tasks.get(i), answers.messages.get(i));
      }
    }
    if (!aside.isEmpty()) {
      try {
        link.wake();
      } catch (IOException e) {
        // Closed: then whoever buries the worker finds them.
      }
    }
    return own;
  }

  private void spin(long nanos, Answers answers) {
    try {
      link.stayAwake();
      long start = System.nanoTime();
      Message message = link.peek();
      while (message == null && System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
        message = link.peek();
      }
      while (message != null) {
        sort(message, answers);
        message = link.peek();
      }
      while (!link.sleep()) {
        message = link.peek();
        if (message == null) {
          // One that comes by the socket, and so wakes the thread that waits for answers.
          return;
        }
        sort(message, answers);
      }
    } catch (IOException e) {
      end = e;
      // So that the thread that waits for answers sees it as well.
      jvm.kill();
    }
  }

  private boolean hasOneTask() {
    synchronized (given) {
      return !closed && given.size() == 1;
    }
  }

  /** Waits until there may be answers. */
  void await(long limitMillis) throws IOException {
    link.await(limitMillis);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Asks a worker that has no task to exit; it is killed where it takes too long. */
  void stop() {
    stopping = true;
    sending.lock();
    try {
      if (!isClosed()) {
        link.append(new Message.Stop());
        link.flush();
      }
    } catch (IOException e) {
      // It has ended by itself.
    } finally {
      sending.unlock();
    }
    Clock.after(POLITE_LIMIT, jvm::kill);
  }

  private boolean isClosed() {
    synchronized (given) {
      return closed;
    }
  }

  /** What a dead worker leaves behind: how it ended, and its tasks. */
  record Estate(
      ExitStatus exit,
      Answers answers,
      List<PoolTask<?>> running,
      List<PoolTask<?>> neverStarted,
      PoolTask<?> condemned,
      String condemnedStack) {}

  /**
   * Makes sure that the worker is dead, after its connection broke or it said something that is no
   * answer, and takes what is left of it. Tasks given from now on are not taken.
   */
  Estate bury(IOException reason) {
    // Nobody gives it more, to have it all back at once, and again.
    stopping = true;
    boolean dies = !(reason instanceof ProtocolException);
    if (!dies || jvm.waitFor(POLITE_LIMIT).isEmpty()) {
      jvm.kill();
    }
    ExitStatus told = jvm.exit().join();
    polling.lock();
    try {
      Answers last = aside;
      aside = new Answers();
      takeLast(last);
      return settle(told, last);
    } finally {
      close(link);
      unmap();
      polling.unlock();
    }
  }

  /** Who was sending has been woken by the end of the connection, and nobody begins. */
  private void unmap() {
    sending.lock();
    try {
      close(memory);
    } finally {
      sending.unlock();
    }
  }

  private Estate settle(ExitStatus told, Answers last) {
    synchronized (given) {
      ExitStatus exit = announcedExit ? new ExitStatus(told.value(), false) : told;
      List<PoolTask<?>> neverStarted = removeAfter(board == null ? announced : board.started());
      List<PoolTask<?>> running = List.copyOf(given.values());
      given.clear();
      closed = true;
      return new Estate(exit, last, running, neverStarted, condemned, condemnedStack);
    }
  }

  /** What it has put into the ring before it died still counts. */
  private void takeLast(Answers answers) {
    try {
      for (Message message = link.poll(); message != null; message = link.poll()) {
        sort(message, answers);
      }
    } catch (IOException e) {
      // The rest is lost, and its tasks are told so.
    }
  }
}
