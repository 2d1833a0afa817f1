package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;
import strandbench.process.WorkerDiedException;

@Covers(Construct.P9)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedQueueTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String OURS = "strandbench.process.**";

  private static ProcessPool pool;

  @BeforeAll
  static void start() {
    pool = ProcessPool.builder().workers(3).accept(OURS).build();
  }

  @AfterAll
  static void stop() {
    pool.shutdownNow();
    pool.close();
  }

  /** Passes so many items on. */
  record Relay<T>(SharedQueue<T> in, SharedQueue<T> out, int count)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      for (int i = 0; i < count; i++) {
        out.put(in.take());
      }
      return null;
    }
  }

  record Item(String name, List<LocalDate> dates) implements Serializable {}

  @Test
  void whateverIsPutArrivesInOrder() throws Exception {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.addAll(
          List.of(
              i,
              (long) i << 40,
              i / 3.0,
              i % 2 == 0,
              "text " + "x".repeat(i * 7),
              "\u20ac" + i,
              new Item("n" + i, List.of(LocalDate.EPOCH.plusDays(i))),
              List.of(1, "two"),
              ""));
    }
    try (SharedQueue<Object> in = SharedQueue.create(100, 1 << 13, OURS);
        SharedQueue<Object> out = SharedQueue.create(7, 1 << 12, OURS)) {
      Future<Object> relay = pool.submit(new Relay<>(in, out, items.size()));
      FutureTask<Object> putter =
          new FutureTask<>(
              () -> {
                for (Object item : items) {
                  in.put(item);
                }
                return null;
              });
      Thread.startVirtualThread(putter);
      List<Object> arrived = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        arrived.add(out.take());
      }
      assertThat(arrived).isEqualTo(items);
      putter.get();
      relay.get();
      in.put(new byte[] {1, 2});
      assertThat((byte[]) in.poll()).containsExactly(1, 2);
      in.put(new Object[] {1.5, 2.5});
      assertThat((Object[]) in.poll()).containsExactly(1.5, 2.5);
    }
  }

  @Test
  void fullAndEmptyAreTold() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(2)) {
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue.poll()).isNull();
      assertThat(queue.poll(20, TimeUnit.MILLISECONDS)).isNull();
      assertThat(queue.offer(1)).isTrue();
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.isFull()).isFalse();
      assertThat(queue.offer(2, 1, TimeUnit.MINUTES)).isTrue();
      assertThat(queue.size()).isEqualTo(2);
      assertThat(queue.capacity()).isEqualTo(2);
      assertThat(queue.isFull()).isTrue();
      assertThat(queue.offer(3)).isFalse();
      assertThat(queue.offer(3, 20, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(queue.take()).isEqualTo(1);
      assertThat(queue.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
      assertThat(queue.poll()).isNull();
    }
  }

  @Test
  void aBlockedPutGoesOnAtTheFirstTake() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(1);
        SharedQueue<Integer> source = SharedQueue.create(1)) {
      queue.put(1);
      source.put(2);
      Future<Object> putter = pool.submit(new Relay<>(source, queue, 1));
      awaitWaiterForPlace(queue);
      assertThat(putter.isDone()).isFalse();
      assertThat(queue.take()).isEqualTo(1);
      putter.get();
      assertThat(queue.take()).isEqualTo(2);
    }
  }

  @Test
  void bytesAreALimitToo() throws Exception {
    try (SharedQueue<byte[]> queue = SharedQueue.create(100, 1024)) {
      int whole = 1024 - 4 - 1;
      queue.put(new byte[300]);
      queue.take();
      // An item as large as the ring fits wherever the ring stands.
      assertThat(queue.offer(new byte[whole])).isTrue();
      assertThat(queue.isFull()).isFalse();
      assertThat(queue.offer(new byte[0])).isFalse();
      FutureTask<Object> large = putting(queue, new byte[whole]);
      awaitWaiterForPlace(queue);
      FutureTask<Object> small = putting(queue, new byte[1]);
      assertThat(queue.take()).hasSize(whole);
      int first = queue.take().length;
      int second = queue.take().length;
      assertThat(List.of(first, second)).containsExactlyInAnyOrder(whole, 1);
      large.get();
      small.get();
      assertThatThrownBy(() -> queue.put(new byte[whole + 1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1021 bytes and 4 more for a queue of 1024 bytes");
    }
  }

  private static FutureTask<Object> putting(SharedQueue<byte[]> queue, byte[] item) {
    FutureTask<Object> task =
        new FutureTask<>(
            () -> {
              queue.put(item);
              return null;
            });
    Thread.startVirtualThread(task);
    return task;
  }

  @Test
  void whatIsNotSerializableIsRefusedAtOnceAndWhatIsNotAcceptedAtTheOtherEnd() throws Exception {
    try (SharedQueue<Object> queue = SharedQueue.create(10)) {
      assertThatThrownBy(() -> queue.put(new Object()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasCauseInstanceOf(NotSerializableException.class);
      assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
      assertThat(queue.isEmpty()).isTrue();
      queue.put(new Item("a", List.of()));
      queue.put(1);
      assertThatThrownBy(queue::take)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(InvalidClassException.class)
          .hasMessageContaining(Item.class.getName());
      assertThat(queue.take()).isEqualTo(1);
    }
    assertThatThrownBy(() -> SharedQueue.create(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SharedQueue.create(1, 1, "!x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(1)) {
      FutureTask<Integer> taker = new FutureTask<>(queue::take);
      Thread thread = Thread.startVirtualThread(taker);
      awaitWaiterForItem(queue);
      thread.interrupt();
      assertThatThrownBy(taker::get).hasCauseInstanceOf(InterruptedException.class);
      queue.put(1);
      assertThat(queue.take()).isEqualTo(1);
    }
  }

  @Test
  void closingItTellsAllWhoWait() {
    SharedQueue<Integer> queue = SharedQueue.create(1);
    Future<Object> waiter = pool.submit(new Relay<>(queue, queue, 1));
    awaitWaiterForItem(queue);
    queue.close();
    assertThatThrownBy(waiter::get).hasCauseInstanceOf(ObjectClosedException.class);
    assertThatThrownBy(queue::take).isInstanceOf(ObjectClosedException.class);
    assertThatThrownBy(() -> queue.put(1)).isInstanceOf(ObjectClosedException.class);
  }

  /** Puts items in, says who it is, and stays. */
  record PutAndStay(SharedQueue<Integer> queue, int count, SharedLong pid)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      for (int i = 0; i < count; i++) {
        queue.put(i);
      }
      pid.set(ProcessHandle.current().pid());
      new CountDownLatch(1).await();
      return null;
    }
  }

  @Test
  void aReaderIsToldWhenAllWhoPutAreGoneAndOneOfThemDied() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(10);
        SharedLong first = SharedLong.create(0);
        SharedLong second = SharedLong.create(0)) {
      Future<Object> one = pool.submit(new PutAndStay(queue, 1, first));
      Future<Object> other = pool.submit(new PutAndStay(queue, 1, second));
      Await.until("both have put", LONG, () -> first.get() * second.get() != 0);
      queue.take();
      Await.kill9(first.get());
      assertThatThrownBy(one::get).hasCauseInstanceOf(WorkerDiedException.class);
      // What is there is taken first; and while one is left, the reader waits.
      queue.take();
      FutureTask<Integer> reader = new FutureTask<>(queue::take);
      Thread.startVirtualThread(reader);
      awaitWaiterForItem(queue);
      assertThat(reader.isDone()).isFalse();
      Await.kill9(second.get());
      assertThatThrownBy(other::get).hasCauseInstanceOf(WorkerDiedException.class);
      assertThatThrownBy(reader::get).hasCauseInstanceOf(PeersDiedException.class);
      assertThatThrownBy(queue::take).isInstanceOf(PeersDiedException.class);
      assertThat(queue.poll()).isNull();
      // That this process puts something in changes nothing for it, but something for others.
      queue.put(7);
      assertThat(queue.take()).isEqualTo(7);
      assertThatThrownBy(queue::take).isInstanceOf(PeersDiedException.class);
      first.set(0);
      Future<Object> successor = pool.submit(new PutAndStay(queue, 1, first));
      Await.until("it has put", LONG, () -> first.get() != 0);
      assertThat(queue.take()).isEqualTo(0);
      assertThat(queue.poll(20, TimeUnit.MILLISECONDS)).isNull();
      successor.cancel(true);
    }
  }

  /** Takes one item, says who it is, and stays. */
  record TakeAndStay(SharedQueue<Integer> queue, SharedLong pid)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      queue.take();
      pid.set(ProcessHandle.current().pid());
      new CountDownLatch(1).await();
      return null;
    }
  }

  @Test
  void aWriterIsToldWhenAllWhoTookAreGoneAndOneOfThemDied() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(1);
        SharedLong pid = SharedLong.create(0)) {
      Future<Object> taker = pool.submit(new TakeAndStay(queue, pid));
      queue.put(1);
      Await.until("it has taken", LONG, () -> pid.get() != 0);
      queue.put(2);
      FutureTask<Object> writer =
          new FutureTask<>(
              () -> {
                queue.put(3);
                return null;
              });
      Thread.startVirtualThread(writer);
      awaitWaiterForPlace(queue);
      Await.kill9(pid.get());
      assertThatThrownBy(taker::get).hasCauseInstanceOf(WorkerDiedException.class);
      assertThatThrownBy(writer::get).hasCauseInstanceOf(PeersDiedException.class);
    }
  }

  @Test
  void whoEndsInOrderIsNoneWhoDied() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(10);
        SharedQueue<Integer> source = SharedQueue.create(10);
        ProcessPool passing = ProcessPool.builder().workers(1).accept(OURS).build()) {
      source.put(5);
      passing.submit(new Relay<>(source, queue, 1)).get();
      long pid = passing.pids().get(0);
      passing.shutdown();
      Await.until("it has ended", LONG, () -> ProcessHandle.of(pid).isEmpty());
      assertThat(queue.take()).isEqualTo(5);
      assertThat(queue.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  private static void awaitWaiterForItem(SharedQueue<?> queue) {
    Await.until("someone waits for an item", LONG, () -> queue.block().get(Block.START) < 0);
  }

  private static void awaitWaiterForPlace(SharedQueue<?> queue) {
    Await.until(
        "someone waits for a place", LONG, () -> queue.block().get(Block.START + Block.LINE) < 0);
  }
}
