package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertionError;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ChildJvm;
import strandbench.process.JvmCommand;
import strandbench.process.ProcessPool;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/** P13: maps, lists, queues, values and locks, shared with pool workers. */
@Covers(Construct.P13)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManagerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int BUYERS = 10;

  private static Manager manager;
  private static ProcessPool pool;

  @BeforeAll
  static void open() {
    manager = Manager.start("strandbench.**");
    pool = ProcessPool.builder().workers(BUYERS).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void close() {
    pool.close();
    manager.close();
  }

  @Test
  void withoutALockUpdatesAreLost() throws Exception {
    ManagedMap<String, Integer> map = manager.map();
    ManagedQueue<Long> arrived = manager.queue();
    ManagedQueue<String> go = manager.queue();
    map.put("n", 100);
    List<Future<Long>> rush = new ArrayList<>();
    for (int i = 0; i < BUYERS; i++) {
      rush.add(pool.submit(new ManagerTasks.Rush(map, arrived, go)));
    }
    for (int i = 0; i < BUYERS; i++) {
      arrived.take();
    }
    for (int i = 0; i < BUYERS; i++) {
      go.put("go");
    }
    assertThat(distinct(rush)).isEqualTo(BUYERS);
    assertThat(map.get("n")).as("ten took one each, and nine of them are lost").isEqualTo(99);
  }

  private static long distinct(List<Future<Long>> pids) throws Exception {
    List<Long> all = new ArrayList<>();
    for (Future<Long> each : pids) {
      all.add(each.get());
    }
    return all.stream().distinct().count();
  }

  @Test
  void withTheLockNoneIsLost() throws Exception {
    ManagedMap<String, Integer> map = manager.map();
    ManagedLock lock = manager.lock();
    map.put("n", 100);
    List<Future<Long>> guarded = new ArrayList<>();
    for (int i = 0; i < BUYERS; i++) {
      guarded.add(pool.submit(new ManagerTasks.Guarded(map, lock)));
    }
    assertThat(distinct(guarded)).isPositive();
    assertThat(map.get("n")).isEqualTo(90);
  }

  @Test
  void withAnAtomicMethodNoneIsLost() throws Exception {
    ManagedMap<String, Integer> map = manager.map();
    ManagedValue<Integer> value = manager.value(1000);
    map.put("n", 1000);
    List<Future<Long>> atomic = new ArrayList<>();
    for (int i = 0; i < BUYERS; i++) {
      atomic.add(pool.submit(new ManagerTasks.Atomic(map, value, 20)));
    }
    assertThat(distinct(atomic)).isPositive();
    assertThat(map.get("n")).isEqualTo(800);
    assertThat(value.get()).isEqualTo(800);
  }

  @Test
  void whatOneProcessPutsAnotherSees() throws Exception {
    ManagedMap<String, Object> map = manager.map();
    ManagedList<Integer> list = manager.list();
    ManagedNamespace space = manager.namespace();
    list.add(6);
    space.set("number", 42);
    String seen = pool.submit(new ManagerTasks.Look(map, list, space)).get();
    assertThat(seen).isEqualTo("{from the worker=[1, 2]} [6, 7, 8] 42");
    assertThat(map).isEqualTo(Map.of("from the worker", List.of(1, 2)));
    assertThat(list).containsExactly(6, 7, 8);
    assertThat(space.get("name", String.class)).isEqualTo("set by the worker");
    assertThat(space.names()).containsExactly("name", "number");
    space.delete("name");
    assertThatThrownBy(() -> space.get("name", String.class))
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> space.get("number", String.class))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void noElementThatManyProcessesAppendIsLost() throws Exception {
    ManagedList<Integer> list = manager.list();
    List<Future<?>> appending = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      appending.add(pool.submit(new ManagerTasks.Append(list, 100 * i, 100 * (i + 1))));
    }
    for (Future<?> each : appending) {
      each.get();
    }
    assertThat(list).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 400).boxed().toList());
  }

  private record Key(String name, int number) implements Serializable {}

  @Test
  void keysAreToldApartByTheirEquals() {
    ManagedMap<Key, int[]> map = manager.map();
    map.put(new Key("x", 1), new int[] {1});
    assertThat(map.get(new Key(new String("x"), 1))).containsExactly(1);
    map.merge(
        new Key("x", 1),
        new int[] {2},
        (old, more) -> {
          old[0] += more[0];
          return old;
        });
    assertThat(map.get(new Key("x", 1))).as("changed in place by the function").containsExactly(3);
  }

  @Test
  void anObjectOfAManagerTravelsInAnother() {
    ManagedMap<String, Object> outer = manager.map();
    ManagedList<String> inner = manager.list();
    outer.put("list", inner);
    @SuppressWarnings("unchecked") // It was put as such.
    ManagedList<String> found = (ManagedList<String>) outer.get("list");
    found.add("x");
    assertThat(inner).containsExactly("x");
  }

  @Test
  void theManagersExceptionsCarryBothStacks() {
    ManagedList<String> list = manager.list();
    list.add("x");
    assertThatThrownBy(() -> list.get(5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 5 out of bounds for length 1")
        .satisfies(
            thrown ->
                assertThat(Stream.of(thrown.getStackTrace()).map(StackTraceElement::getClassName))
                    .containsSubsequence(
                        ServedList.class.getName(),
                        Reactor.class.getName(),
                        ManagedList.class.getName(),
                        ManagerTest.class.getName()));
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    try (Manager strict = Manager.startHere()) {
      ManagedMap<Object, Object> map = strict.map();
      assertThatThrownBy(() -> map.put("x", new Object()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> map.put("x", null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> map.put(new Index[0], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("org.assertj.core.data.Index");
      map.put("value", Path.of("/").toUri());
      assertThat(map).containsOnlyKeys("value");
      assertThatThrownBy(
              () -> {
                map.put("bad", new SoftAssertionError(List.of("no")));
                map.get("bad");
              })
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("SoftAssertionError");
      assertThat(map.remove("value")).isNotNull();
    }
  }

  @Test
  void aTakersDeathTakesNothing() throws Exception {
    ManagedQueue<Long> arrived = manager.queue();
    ManagedQueue<String> queue = manager.queue();
    try (ProcessPool doomed =
        ProcessPool.builder().workers(1).accept("strandbench.process.**").build()) {
      Future<String> taking = doomed.submit(new ManagerTasks.Take(arrived, queue));
      long pid = arrived.take();
      Await.kill9(pid);
      assertThatThrownBy(taking::get).isNotNull();
      queue.put("first");
      queue.put("second");
      assertThat(queue.take()).isEqualTo("first");
      assertThat(queue.take()).isEqualTo("second");
    }
  }

  @Test
  void anElementOnItsWayToAProcessThatDiesComesBackToItsPlace() throws Exception {
    ManagedQueue<String> queue = manager.queue();
    for (String element : List.of("a", "b", "c", "d")) {
      queue.put(element);
    }
    ManagedHandle handle = queue.handle();
    FrameChannel stranger = Hub.connect(handle.manager(), ReactorLink.MAX_FRAME);
    for (int number = 1; number <= 3; number++) {
      stranger.send(
          new ManagerMessage.Call(number, handle.number(), ManagerOperation.QUEUE_TAKE, List.of())
              .encode());
      assertThat(ManagerMessage.decode(stranger.receive()))
          .isInstanceOf(ManagerMessage.Returned.class);
    }
    stranger.send(new ManagerMessage.Confirm(2).encode());
    assertThat(queue.take()).isEqualTo("d");
    stranger.close();
    assertThat(queue.take()).isEqualTo("a");
    assertThat(queue.take()).isEqualTo("c");
    assertThat(queue.poll()).isNull();
  }

  @Test
  void waitsEndByInterruptAndTimeLimitWithNothingDone() throws Exception {
    ManagedQueue<String> queue = manager.queue(1);
    assertThat(queue.poll(10, TimeUnit.MILLISECONDS)).isNull();
    assertThat(queue.offer("1")).isTrue();
    assertThat(queue.offer("2")).isFalse();
    assertThat(queue.offer("2", 10, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(queue.remainingCapacity()).isZero();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread putter = waiting(thrown, () -> queue.put("3"));
    putter.interrupt();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(queue).containsExactly("1");
    CompletableFuture<Throwable> done = new CompletableFuture<>();
    waiting(done, () -> queue.put("4"));
    assertThat(queue.take()).isEqualTo("1");
    assertThat(done.get()).isNull();
    assertThat(queue.take()).isEqualTo("4");
    CompletableFuture<Throwable> taken = new CompletableFuture<>();
    Thread taker = waiting(taken, queue::take);
    taker.interrupt();
    assertThat(taken.get()).isInstanceOf(InterruptedException.class);
    queue.put("5");
    assertThat(queue.take()).isEqualTo("5");
  }

  private interface Action {
    void run() throws Exception;
  }

  private static Thread waiting(CompletableFuture<Throwable> thrown, Action action) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    action.run();
                    thrown.complete(null);
                  } catch (Throwable e) {
                    thrown.complete(e);
                  }
                });
    Await.until("it waits", LONG, () -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void aLockIsItsOwnersAndReentrant() throws Exception {
    ManagedLock lock = manager.lock();
    lock.lock();
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.isAbandoned()).isFalse();
    CompletableFuture<Boolean> other =
        CompletableFuture.supplyAsync(
            () -> {
              assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
              return lock.tryLock();
            });
    assertThat(other.get()).isFalse();
    lock.unlock();
    CompletableFuture<Throwable> locked = new CompletableFuture<>();
    waiting(
        locked,
        () -> {
          lock.lockInterruptibly();
          lock.unlock();
        });
    lock.unlock();
    assertThat(locked.get()).isNull();
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(lock::newCondition).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aDeadOwnerFreesTheLockAndTheNextLearnsOfIt() throws Exception {
    ManagedLock lock = manager.lock();
    ManagedQueue<Long> arrived = manager.queue();
    try (ProcessPool doomed =
        ProcessPool.builder().workers(1).accept("strandbench.process.**").build()) {
      Future<String> holding = doomed.submit(new ManagerTasks.Hold(lock, arrived));
      long pid = arrived.take();
      assertThat(lock.tryLock()).isFalse();
      assertThat(lock.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
      Await.kill9(pid);
      lock.lock();
      assertThat(lock.isAbandoned()).isTrue();
      lock.unlock();
      lock.lock();
      assertThat(lock.isAbandoned()).isFalse();
      lock.unlock();
      assertThatThrownBy(holding::get).isNotNull();
    }
  }

  @Test
  void itsDeathIsToldAtOnceToWhoWaitsAndToWhoComesLate() throws Exception {
    Manager doomed = Manager.start();
    ManagedQueue<String> queue = doomed.queue();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    waiting(thrown, queue::take);
    Await.kill9(doomed.pid());
    assertThat(thrown.get()).isInstanceOf(ManagerEndedException.class);
    assertThatThrownBy(queue::size).isInstanceOf(ManagerEndedException.class);
    assertThatThrownBy(doomed::map).isInstanceOf(ManagerEndedException.class);
    doomed.close();
  }

  @Test
  void closingItEndsIt() throws Exception {
    for (Manager closed : List.of(Manager.start(), Manager.startHere())) {
      ManagedQueue<String> queue = closed.queue();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      waiting(thrown, queue::take);
      closed.close();
      assertThat(thrown.get()).isInstanceOf(ManagerEndedException.class);
      assertThatThrownBy(queue::size).isInstanceOf(ManagerEndedException.class);
      closed.close();
    }
  }

  @Test
  void aKilledCreatorLeavesNothing() throws Exception {
    CompletableFuture<Long> pid = new CompletableFuture<>();
    ChildJvm creator =
        ChildJvm.start(
            "creator",
            JvmCommand.of(ManagerParent.class),
            line -> {
              if (line.startsWith("manager pid ")) {
                pid.complete(Long.valueOf(line.substring("manager pid ".length())));
              }
            });
    long server = pid.get();
    assertThat(left(creator.pid())).isTrue();
    assertThat(left(server)).isTrue();
    creator.kill();
    creator.exit().join();
    Duration limit = Duration.ofSeconds(2);
    Await.until("the manager's JVM ends", limit, () -> Await.hasEnded(server));
    Await.until("its directory goes", limit, () -> !left(server));
    Await.until("its creator's directory goes", limit, () -> !left(creator.pid()));
  }

  /** Whether a process has a scratch directory. */
  private static boolean left(long pid) {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.anyMatch(
          path -> path.getFileName().toString().matches("strand-\\d+-" + pid + "-.*"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void garbageEndsItsSenderAlone() throws Exception {
    ManagedMap<String, String> map = manager.map();
    map.put("x", "y");
    ManagedHandle handle = manager.queue().handle();
    FrameChannel stranger = Hub.connect(handle.manager(), ReactorLink.MAX_FRAME);
    stranger.send(FrameChannel.frame(3).put(new byte[] {99, 1, 2}).flip());
    assertThat(stranger.receive()).isNull();
    FrameChannel lacking = Hub.connect(handle.manager(), ReactorLink.MAX_FRAME);
    lacking.send(new ManagerMessage.Call(1, 0, ManagerOperation.LOCK_UNLOCK, List.of()).encode());
    assertThat(lacking.receive()).isNull();
    assertThat(map.get("x")).isEqualTo("y");
  }

  @Test
  void manyVirtualThreadsWaitWithoutHoldingTheirCarriers() throws Exception {
    int count = 400; // More than the 256 carriers that the JDK would add for threads that block.
    ManagedQueue<Integer> queue = manager.queue();
    CountDownLatch taken = new CountDownLatch(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        threads.submit(
            () -> {
              queue.take();
              taken.countDown();
              return null;
            });
      }
      for (int i = 0; i < count; i++) {
        threads.submit(() -> queue.add(1));
      }
      assertThat(taken.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }
}
