package strandbench.catalog;

import java.util.List;

/**
 * What somebody who comes from Python knows, and where it is here: the rows of the page {@code
 * FROM-PYTHON.md} next to {@code strandbench.process}, which is generated from them, and of {@code
 * strandbench list --constructs}.
 *
 * <p>Tests and benchmarks say by {@link Covers} which rows they show. Immutable.
 */
public enum Construct {
  P1(
      "Process: start, run, join, join(timeout), terminate, kill, is_alive, pid, name, exitcode,"
          + " daemon",
      "No exit code while it runs; after a signal N it is told as that signal; terminate asks, and"
          + " is_alive may still be true until join; names default to Process-N; starting twice is"
          + " an error.",
      """
      process = Process(target=work)
      process.start()
      process.join(10)
      assert process.exitcode == 0
      """,
      "strandbench.process.JvmProcess"),

  P2(
      "Subclassing Process, overriding run",
      "The overridden method runs in the child.",
      """
      work = Work()  # class Work(Process)
      work.start()
      work.join()
      """,
      "strandbench.process.JvmProcess"),

  P3(
      "Data isolation",
      "What a child assigns, the parent never sees.",
      """
      Process(target=lambda: numbers.append(1)).start()
      assert numbers == []
      """,
      "strandbench.process.JvmProcess",
      "strandbench.process.ProcessPool"),

  P4(
      "Daemon process",
      "Ends with its parent, however the parent ends (return, exception, SIGKILL); set before"
          + " start; a daemon may not start children.",
      """
      process = Process(target=work, daemon=True)
      process.start()
      process.kill()
      process.join()
      assert process.exitcode == -9
      """,
      "strandbench.process.JvmProcess"),

  P5(
      "No orphans, no zombies",
      "After the parent is killed with SIGKILL nothing of the tree, no socket and no shared-memory"
          + " file is left within 2 s.",
      """
      process.join()
      assert active_children() == []
      """,
      "strandbench.process.JvmProcess",
      "strandbench.process.ProcessPool"),

  P6(
      "Lock between processes",
      "Mutual exclusion across JVMs; a dead owner does not lock the others out: the next owner"
          + " learns that it died.",
      """
      with lock:
          count -= 1
      """,
      "strandbench.process.shared.SharedLock"),

  P7(
      "The ticket rush: five tickets in a file, ten buyers in ten processes",
      "With the lock exactly five buy and the count ends at 0; without it tickets are oversold"
          + " (shown, and counted).",
      """
      with lock:
          tickets = json.load(open(path))["count"]
          if tickets > 0:
              json.dump({"count": tickets - 1}, open(path, "w"))
      """,
      "strandbench.process.shared.SharedLock"),

  P8(
      "Semaphore, Event, Condition between processes",
      "As their thread counterparts (T3 to T5).",
      """
      with semaphore:
          event.wait(1)
      """,
      "strandbench.process.shared.SharedSemaphore",
      "strandbench.process.shared.SharedEvent",
      "strandbench.process.shared.SharedCondition"),

  P9(
      "Queue(maxsize): put, get (blocking, with timeout, nowait), qsize, empty, full, close",
      "Full and empty are told by type; a reader blocked on a queue whose other side died is told"
          + " so.",
      """
      queue.put(42)
      assert queue.get(timeout=1) == 42
      """,
      "strandbench.process.shared.SharedQueue"),

  P10(
      "JoinableQueue: task_done, join",
      "Join returns when every item put was marked done; one task_done too many is an error.",
      """
      queue.task_done()  # the consumer, after each item
      queue.join()       # the producer
      """,
      "strandbench.process.shared.JoinableSharedQueue"),

  P11(
      "Producers and consumers: m producers, n consumers",
      "Ended by a sentinel per consumer, or by join with daemon consumers: every item is consumed"
          + " exactly once, and everything ends by itself.",
      """
      while (item := queue.get()) is not None:
          consume(item)
      """,
      "strandbench.process.shared.SharedQueue",
      "strandbench.process.shared.JoinableSharedQueue"),

  P12(
      "Pipe (both ways, one way)",
      "Messages keep their boundaries and order.",
      """
      ours, theirs = Pipe()
      ours.send("hello")
      assert theirs.recv() == "hello"
      """,
      "strandbench.process.shared.SharedPipe"),

  P13(
      "Manager: dict, list, Queue, Namespace shared with pool workers",
      "Read-modify-write of a shared number from ten processes without a lock loses updates"
          + " (shown, and counted), with it 100 - 10 = 90.",
      """
      with Manager() as manager:
          shared = manager.dict(count=100)
      """,
      "strandbench.process.shared.Manager"),

  P14(
      "Shared memory: Value, Array, SharedMemory block",
      "As P13; the creator alone removes it.",
      """
      count = Value("q", 100)
      block = SharedMemory(create=True, size=4096)
      """,
      "strandbench.process.shared.SharedLong",
      "strandbench.process.shared.SharedDouble",
      "strandbench.process.shared.SharedLongArray",
      "strandbench.process.shared.SharedDoubleArray",
      "strandbench.process.shared.SharedMemory"),

  P15(
      "Pool(n, initializer, maxtasksperchild): apply, apply_async(callback, error_callback), map,"
          + " imap, imap_unordered, starmap, close, terminate, join",
      "n defaults to the cores; the same n pids serve all tasks; callbacks run in the parent; join"
          + " before close is an error; no task is accepted after close.",
      """
      with Pool(2) as pool:
          assert pool.map(square, [1, 2, 3]) == [1, 4, 9]
      """,
      "strandbench.process.ProcessPool"),

  P16(
      "AsyncResult: get(timeout), wait, ready, successful",
      "A failed task's exception comes out of get with the remote stack trace; a time-out is told"
          + " by type; asking successful before ready is an error.",
      """
      result = pool.apply_async(square, (12,))
      assert result.get(timeout=10) == 144
      """,
      "java.util.concurrent.CompletableFuture"),

  P17(
      "ProcessPoolExecutor: submit, map, shutdown(wait, cancel_futures)",
      "The pool is an ExecutorService.",
      """
      with ProcessPoolExecutor(2) as executor:
          assert executor.submit(square, 12).result() == 144
      """,
      "strandbench.process.ProcessPool",
      "java.util.concurrent.ExecutorService"),

  P18(
      "The echo server on a process pool: upper-cases what clients send",
      "With 4 workers 4 clients are served at once, the fifth waits until one leaves; exactly 4"
          + " pids seen.",
      """
      while True:
          pool.apply_async(serve, server.accept())
      """,
      "strandbench.process.ProcessPool"),

  P19(
      "Fetch in a pool of 3 with a callback that parses",
      "Every page once, parsed in the parent.",
      """
      for url in urls:
          pool.apply_async(fetch, (url,), callback=parse)
      """,
      "strandbench.process.ProcessPool"),

  P20(
      "Master and workers: processes × threads",
      "As many processes as cores, many threads in each; both levels are parameters.",
      """
      def worker(urls):
          with ThreadPoolExecutor(100) as threads:
              return list(threads.map(fetch, urls))
      """,
      "strandbench.process.ProcessPool"),

  T1(
      "Thread: start, join, name, daemon, current, enumerate",
      "A daemon thread does not keep the JVM; virtual threads are daemons.",
      """
      thread = Thread(target=work, name="worker", daemon=True)
      thread.start()
      thread.join()
      """,
      "java.lang.Thread"),

  T2(
      "The bank balance: add, then subtract, from many threads",
      "Unguarded, the balance ends wrong (shown, and counted); guarded by each lock kind, it ends"
          + " at 0.",
      """
      with lock:
          balance += 5
          balance -= 5
      """,
      "java.util.concurrent.locks.ReentrantLock",
      "strandbench.workload.guard.Guard"),

  T3(
      "Semaphore(4)",
      "Never more than four inside.",
      """
      with semaphore:
          work()
      """,
      "java.util.concurrent.Semaphore"),

  T4(
      "Event: set, clear, wait(timeout), is_set",
      "Waiters wake; a time-out is told. The JDK's latch can't be cleared: where that is needed, a"
          + " flag under a lock with its condition (T5).",
      """
      event.set()
      assert event.wait(1)
      """,
      "java.util.concurrent.CountDownLatch"),

  T5(
      "Condition: wait, notify(n), notify_all",
      "notify(n) wakes n.",
      """
      with condition:
          condition.wait_for(lambda: items)
          item = items.pop(0)
      """,
      "java.util.concurrent.locks.Condition"),

  T6(
      "Timer",
      "Fires once, after its delay, and can be cancelled.",
      """
      timer = Timer(60, work)
      timer.start()
      timer.cancel()
      """,
      "java.util.concurrent.ScheduledExecutorService"),

  T7(
      "Queue (FIFO), LifoQueue, PriorityQueue",
      "Their order.",
      """
      queue = PriorityQueue()
      queue.put(2)
      queue.put(1)
      assert queue.get() == 1
      """,
      "java.util.concurrent.LinkedBlockingQueue",
      "java.util.concurrent.LinkedBlockingDeque",
      "java.util.concurrent.PriorityBlockingQueue"),

  T8(
      "ThreadPoolExecutor: submit, map, shutdown; Future: done, running, cancelled, cancel,"
          + " result(timeout), exception(timeout), add_done_callback",
      "Cancel of a running task says no (ThreadPoolExecutor.remove does; Future.cancel says yes, and"
          + " the task goes on); a time-out is told by type.",
      """
      with ThreadPoolExecutor(2) as executor:
          assert executor.submit(square, 12).result(1) == 144
      """,
      "java.util.concurrent.ThreadPoolExecutor",
      "java.util.concurrent.Future"),

  T9(
      "The counting loop: five tasks of a billion increments",
      "Each model gives five right counts.",
      """
      with ThreadPoolExecutor(2) as executor:
          counts = list(executor.map(count, [10**9] * 5))
      """,
      "strandbench.workload.CountingLoop",
      "strandbench.model.ConcurrencyModel"),

  T10(
      "Crawl: fetch pages and pull fields out with a regular expression",
      "The same records from every model.",
      """
      page = urlopen(url).read().decode()
      title = re.search("<title>(.*)</title>", page).group(1)
      """,
      "strandbench.workload.Crawl",
      "java.util.regex.Pattern");

  private final String python;
  private final String behaviour;
  private final String pythonExample;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is; its type doesn't say so.
  private final List<String> homes;

  Construct(String python, String behaviour, String pythonExample, String... homes) {
    this.python = python;
    this.behaviour = behaviour;
    this.pythonExample = pythonExample;
    this.homes = List.of(homes);
  }

  /** What it is called in Python, with the operations that belong to it. */
  public String python() {
    return python;
  }

  /** What must hold here, in a sentence or two. */
  public String behaviour() {
    return behaviour;
  }

  /** Its use in Python, in a few lines that each end with a line feed. */
  public String pythonExample() {
    return pythonExample;
  }

  /**
   * Its home in Java: fully qualified names of classes, the first one first. The JDK's own where it
   * has one.
   */
  public List<String> homes() {
    return homes;
  }

  /** Whether it lives between processes; if not, between the threads of one. */
  public boolean isOfProcesses() {
    return name().startsWith("P");
  }
}
