package strandbench.catalog;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.model.ConcurrencyModel;
import strandbench.process.JvmProcess;
import strandbench.process.ProcessPool;
import strandbench.process.shared.JoinableSharedQueue;
import strandbench.process.shared.ManagedMap;
import strandbench.process.shared.Manager;
import strandbench.process.shared.PipeEnd;
import strandbench.process.shared.SharedEvent;
import strandbench.process.shared.SharedLock;
import strandbench.process.shared.SharedLong;
import strandbench.process.shared.SharedMemory;
import strandbench.process.shared.SharedPipe;
import strandbench.process.shared.SharedQueue;
import strandbench.process.shared.SharedSemaphore;
import strandbench.workload.CountingLoop;
import strandbench.workload.EchoServer;
import strandbench.workload.EchoTalk;
import strandbench.workload.Kernel;

/**
 * The Java examples of the page FROM-PYTHON.md: the body of the method that is named after a
 * construct is shown there word for word, so what it shows compiles and runs.
 */
@Timeout(value = 120, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FromPythonTest {
  private static final ReentrantLock mutex = new ReentrantLock();
  private static final Semaphore permits = new Semaphore(4);
  private static final AtomicInteger calls = new AtomicInteger();
  private static final Runnable work = calls::incrementAndGet;
  private static final SharedLock lock = SharedLock.create();
  private static final SharedLong count = SharedLong.create(100);
  private static ProcessPool pool;
  private static Path file;
  private static URI page;
  @TempDir private static Path directory;

  record Square(int number) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return number * number;
    }
  }

  /** Adds to a list, wherever it runs. */
  record Append(List<Integer> numbers) implements Runnable, Serializable {
    @Override
    public void run() {
      numbers.add(1);
    }
  }

  /** Sums what it takes, up to a sentinel. */
  record SumUntil(SharedQueue<Integer> queue, int end) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws InterruptedException {
      int sum = 0;
      for (int item = queue.take(); item != end; item = queue.take()) {
        sum += item;
      }
      return sum;
    }
  }

  record Answer(PipeEnd<String> end) implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      String message = end.receive();
      end.send(message.toUpperCase(Locale.ROOT));
      return message;
    }
  }

  record Buy(ManagedMap<String, Integer> shared) implements Runnable, Serializable {
    @Override
    public void run() {
      shared.merge("count", -1, Integer::sum);
    }
  }

  static final class Work extends JvmProcess {
    private static final long serialVersionUID = 1L;

    @Override
    public void run() {
      System.exit(7);
    }
  }

  record Get(URI page) implements Callable<String>, Serializable {
    @Override
    public String call() throws IOException {
      try (InputStream body = page.toURL().openStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private static String title(String html) {
    return html.replaceAll(".*<title>|</title>.*", "");
  }

  @BeforeAll
  static void open() throws IOException {
    file = Files.writeString(directory.resolve("tickets"), "5");
    page =
        Files.writeString(directory.resolve("page.html"), "<html><title>Strands</title></html>")
            .toUri();
    pool = ProcessPool.builder().workers(2).accept("strandbench.**").build();
  }

  @AfterAll
  static void close() {
    pool.close();
    lock.close();
    count.close();
  }

  @Test
  void p1() throws Exception {
    JvmProcess process = JvmProcess.builder().start(() -> System.out.println("works"));
    assertThat(process.join(Duration.ofSeconds(60))).isTrue();
    assertThat(process.exitStatus().orElseThrow().code()).hasValue(0);
  }

  @Test
  void p2() throws Exception {
    JvmProcess work = new Work(); // class Work extends JvmProcess
    work.start();
    work.join();
    assertThat(work.exitStatus().orElseThrow().code()).hasValue(7);
  }

  @Test
  void p3() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    pool.submit(new Append(numbers)).get();
    assertThat(numbers).isEmpty();
  }

  @Test
  void p4() throws Exception {
    JvmProcess process = JvmProcess.builder().daemon(true).start(() -> LockSupport.park());
    assertThat(process.isDaemon()).isTrue();
    process.kill();
    process.join();
    assertThat(process.exitStatus().orElseThrow().signal()).hasValue(9);
  }

  @Test
  void p5() throws Exception {
    JvmProcess process = JvmProcess.builder().start(() -> System.out.println("works"));
    process.join();
    assertThat(JvmProcess.activeChildren()).isEmpty();
  }

  @Test
  void p6() {
    lock.lock();
    try {
      count.set(count.get() - 1);
    } finally {
      lock.unlock();
    }
    assertThat(count.get()).isEqualTo(99);
  }

  @Test
  void p7() throws Exception {
    lock.lock();
    try {
      int tickets = Integer.parseInt(Files.readString(file));
      if (tickets > 0) {
        Files.writeString(file, Integer.toString(tickets - 1));
      }
    } finally {
      lock.unlock();
    }
    assertThat(file).hasContent("4");
  }

  @Test
  void p8() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(4);
    SharedEvent event = SharedEvent.create();
    event.set();
    semaphore.acquire();
    assertThat(event.await(1, SECONDS)).isTrue();
    semaphore.release();
  }

  @Test
  void p9() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(100);
    queue.put(42);
    assertThat(queue.poll(1, SECONDS)).isEqualTo(42);
  }

  @Test
  void p10() throws Exception {
    JoinableSharedQueue<Integer> queue = JoinableSharedQueue.create(100);
    queue.put(42);
    queue.take();
    queue.taskDone(); // the consumer, after each item
    assertThat(queue.join(1, SECONDS)).isTrue(); // the producer
  }

  @Test
  void p11() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(100);
    var consumed = pool.submit(new SumUntil(queue, -1));
    for (int item : List.of(1, 2, 3, -1)) {
      queue.put(item);
    }
    assertThat(consumed.get()).isEqualTo(6);
  }

  @Test
  void p12() throws Exception {
    try (SharedPipe<String> pipe = SharedPipe.open()) {
      var answered = pool.submit(new Answer(pipe.second()));
      pipe.first().send("hello");
      assertThat(pipe.first().receive()).isEqualTo("HELLO");
      answered.get();
    }
  }

  @Test
  void p13() throws Exception {
    try (Manager manager = Manager.start()) {
      ManagedMap<String, Integer> shared = manager.map();
      shared.put("count", 100);
      pool.submit(new Buy(shared)).get();
      assertThat(shared.get("count")).isEqualTo(99);
    }
  }

  @Test
  void p14() {
    SharedLong number = SharedLong.create(100);
    SharedMemory block = SharedMemory.create(4096);
    block.segment().set(JAVA_INT, 0, 7);
    assertThat(number.addAndGet(-10)).isEqualTo(90);
  }

  @Test
  void p15() throws Exception {
    try (ProcessPool squares = ProcessPool.builder().workers(2).accept("strandbench.**").build()) {
      assertThat(squares.map(n -> n * n, List.of(1, 2, 3))).containsExactly(1, 4, 9);
    }
  }

  @Test
  void p16() throws Exception {
    CompletableFuture<Integer> result = pool.submit(new Square(12));
    assertThat(result.get(10, SECONDS)).isEqualTo(144);
  }

  @Test
  void p17() throws Exception {
    try (ExecutorService executor =
        ProcessPool.builder().workers(2).accept("strandbench.**").build()) {
      assertThat(executor.submit(new Square(12)).get()).isEqualTo(144);
    }
  }

  @Test
  void p18() throws Exception {
    try (EchoServer server = EchoServer.open(pool)) {
      long servedBy = new EchoTalk(server.port(), 100, 64).call(); // 100 lines, checked
      assertThat(pool.pids()).contains(servedBy);
    }
  }

  @Test
  void p19() throws Exception {
    BlockingQueue<String> titles = new LinkedBlockingQueue<>();
    pool.applyAsync(
        new Get(page), html -> titles.add(title(html)), failure -> failure.printStackTrace());
    assertThat(titles.poll(10, SECONDS)).isEqualTo("Strands");
  }

  @Test
  void p20() throws Exception {
    try (ProcessPool squares =
        ProcessPool.builder()
            .workers(2)
            .concurrencyPerWorker(100)
            .accept("strandbench.**")
            .build()) {
      assertThat(squares.map(n -> n * n, List.of(1, 2, 3), 1)).containsExactly(1, 4, 9);
    }
  }

  @Test
  void t1() throws Exception {
    Thread thread = Thread.ofPlatform().name("worker").daemon().start(work);
    thread.join();
    assertThat(Thread.ofVirtual().unstarted(work).isDaemon()).isTrue();
  }

  @Test
  void t2() {
    int balance = 0;
    mutex.lock();
    try {
      balance += 5;
      balance -= 5;
    } finally {
      mutex.unlock();
    }
    assertThat(balance).isZero();
  }

  @Test
  void t3() throws Exception {
    permits.acquire();
    try {
      work.run();
    } finally {
      permits.release();
    }
    assertThat(permits.availablePermits()).isEqualTo(4);
  }

  @Test
  void t4() throws Exception {
    CountDownLatch event = new CountDownLatch(1);
    event.countDown();
    assertThat(event.await(1, SECONDS)).isTrue();
  }

  @Test
  void t5() throws Exception {
    List<Integer> items = new ArrayList<>(List.of(7));
    Condition filled = mutex.newCondition();
    mutex.lock();
    try {
      while (items.isEmpty()) {
        filled.await();
      }
      assertThat(items.removeFirst()).isEqualTo(7);
    } finally {
      mutex.unlock();
    }
  }

  @Test
  void t6() {
    try (ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> timer = timers.schedule(work, 1, MINUTES);
      assertThat(timer.cancel(false)).isTrue();
    }
  }

  @Test
  void t7() throws Exception {
    BlockingQueue<Integer> queue = new PriorityBlockingQueue<>();
    queue.put(2);
    queue.put(1);
    assertThat(queue.take()).isEqualTo(1);
  }

  @Test
  void t8() throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      assertThat(executor.submit(new Square(12)).get(1, SECONDS)).isEqualTo(144);
    }
  }

  @Test
  void t9() throws Exception {
    List<CountingLoop> loops = CountingLoop.tasks(Kernel.XORSHIFT, 5, 1_000_000);
    try (ExecutorService executor = ConcurrencyModel.PLATFORM_POOL.open(2)) {
      List<Future<Long>> counts = executor.invokeAll(loops);
      assertThat(counts.getFirst().get()).isEqualTo(loops.getFirst().expected());
    }
  }

  @Test
  void t10() throws Exception {
    String html = new Get(page).call();
    Matcher title = Pattern.compile("<title>(.*)</title>").matcher(html);
    assertThat(title.find()).isTrue();
    assertThat(title.group(1)).isEqualTo("Strands");
  }
}
