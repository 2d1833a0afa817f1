package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ProcessPool;

@Covers(Construct.P14)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedMemoryTest {
  private static final int PROCESSES = 10;

  private static ProcessPool pool;

  @BeforeAll
  static void start() {
    pool = ProcessPool.builder().workers(PROCESSES).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  /** Takes one away, by a get and a set between which all others have got as well. */
  record TakeOne(SharedLong number, Barrier between) implements Callable<Object>, Serializable {
    @Override
    public Object call() throws InterruptedException {
      long seen = number.get();
      between.await();
      number.set(seen - 1);
      return null;
    }
  }

  record TakeOneLocked(SharedLong number, SharedLock lock)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      lock.lock();
      try {
        number.set(number.get() - 1);
      } finally {
        lock.unlock();
      }
      return null;
    }
  }

  @Test
  void getAndThenSetLosesUpdatesWithoutALock() throws Exception {
    Barrier between = Barrier.of(PROCESSES);
    try (SharedLong number = SharedLong.create(100)) {
      all(new TakeOne(number, between));
      assertThat(number.get() - 90).as("updates lost").isEqualTo(9);
    }
    between.close();
  }

  @Test
  void aLockAroundBothKeepsThem() throws Exception {
    try (SharedLong number = SharedLong.create(100);
        SharedLock lock = SharedLock.create()) {
      all(new TakeOneLocked(number, lock));
      assertThat(number.get()).isEqualTo(90);
    }
  }

  private static void all(Callable<Object> task) throws Exception {
    for (Future<Object> each : pool.invokeAll(Collections.nCopies(PROCESSES, task))) {
      each.get();
    }
  }

  record Updates(SharedLong integer, SharedDouble real, int times)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      for (int i = 0; i < times; i++) {
        integer.getAndAdd(1);
        integer.addAndGet(1);
        integer.getAndUpdate(value -> value + 1);
        integer.updateAndGet(value -> value + 1);
        real.getAndAdd(0.5);
        real.addAndGet(0.25);
      }
      return null;
    }
  }

  @Test
  void updatesAreAtomic() throws Exception {
    int times = 20_000;
    try (SharedLong integer = SharedLong.create(-5);
        SharedDouble real = SharedDouble.create(-5)) {
      Future<Object> one = pool.submit(new Updates(integer, real, times));
      Future<Object> other = pool.submit(new Updates(integer, real, times));
      one.get();
      other.get();
      assertThat(integer.get()).isEqualTo(8L * times - 5);
      assertThat(real.get()).isEqualTo(1.5 * times - 5);
    }
  }

  @Test
  void eachMethodReturnsWhatItSays() {
    try (SharedLong number = SharedLong.create(7);
        SharedDouble real = SharedDouble.create(7)) {
      assertThat(number.getAndSet(8)).isEqualTo(7);
      assertThat(number.getAndAdd(2)).isEqualTo(8);
      assertThat(number.addAndGet(2)).isEqualTo(12);
      assertThat(number.getAndUpdate(value -> -value)).isEqualTo(12);
      assertThat(number.updateAndGet(value -> -value)).isEqualTo(12);
      assertThat(number.compareAndSet(11, 0)).isFalse();
      assertThat(number.compareAndSet(12, Long.MIN_VALUE)).isTrue();
      assertThat(number).hasToString(Long.toString(Long.MIN_VALUE));
      assertThat(real.getAndSet(0.5)).isEqualTo(7);
      assertThat(real.compareAndSet(0.5, Double.NaN)).isTrue();
      assertThat(real.compareAndSet(Double.NaN, -0.0)).isTrue();
      assertThat(real.compareAndSet(0.0, 1)).isFalse();
      assertThat(real.get()).isEqualTo(-0.0);
      assertThat(real.updateAndGet(value -> value + 2)).isEqualTo(2);
    }
  }

  record Fill(SharedLongArray integers, SharedDoubleArray reals, SharedMemory bytes, int from)
      implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      for (int i = from; i < integers.length(); i += 2) {
        integers.set(i, i);
        integers.getAndAdd(i, 1);
        reals.set(i, i);
        reals.getAndAdd(i, 0.5);
        bytes.segment().set(ValueLayout.JAVA_BYTE, i, (byte) i);
      }
      return null;
    }
  }

  @Test
  void arraysAndBlocksAreSeenByAll() throws Exception {
    int length = 5001;
    try (SharedLongArray integers = SharedLongArray.create(length);
        SharedDoubleArray reals = SharedDoubleArray.create(length);
        SharedMemory bytes = SharedMemory.create(length)) {
      Future<Object> even = pool.submit(new Fill(integers, reals, bytes, 0));
      Future<Object> odd = pool.submit(new Fill(integers, reals, bytes, 1));
      even.get();
      odd.get();
      assertThat(bytes.size()).isEqualTo(length);
      for (int i = 0; i < length; i++) {
        assertThat(integers.get(i)).isEqualTo(i + 1);
        assertThat(reals.get(i)).isEqualTo(i + 0.5);
        assertThat(bytes.segment().get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) i);
      }
      assertThatThrownBy(() -> integers.get(length)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> reals.set(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> bytes.segment().get(ValueLayout.JAVA_BYTE, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** Closes what it didn't create, waits until it is closed, and uses it nevertheless. */
  record Keep(SharedLong number, Barrier opened, SharedEvent closed)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      number.close();
      opened.await();
      closed.await();
      return number.addAndGet(1);
    }
  }

  @Test
  void theCreatorAloneRemovesItAndWhoHasItKeepsIt() throws Exception {
    Barrier opened = Barrier.of(2);
    try (SharedEvent closed = SharedEvent.create()) {
      SharedLong number = SharedLong.create(41);
      Future<Long> keeper = pool.submit(new Keep(number, opened, closed));
      opened.await();
      assertThat(number.isClosed()).isFalse();
      String handle = Handles.write(number);
      assertThat(Handles.read(handle, SharedLong.class)).isSameAs(number);
      number.close();
      closed.set();
      assertThat(keeper.get()).isEqualTo(42);
      assertThat(number.get()).isEqualTo(42);
      assertThat(number.isClosed()).isTrue();
      assertThatThrownBy(() -> Handles.read(handle, SharedLong.class))
          .isInstanceOf(InvalidObjectException.class)
          .hasMessageContaining("closed");
    }
    opened.close();
  }

  /** Opens a block and lets go of it; then waits until the mapping is gone, once that may be. */
  record LetGo(String handle, Barrier opened, SharedEvent closed)
      implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws Exception {
      long before = mappings();
      Handles.read(handle, SharedMemory.class).segment().fill((byte) 1);
      boolean mapped = mappings() > before;
      opened.await();
      closed.await();
      Await.until(
          "it is unmapped",
          Duration.ofSeconds(30),
          () -> {
            System.gc();
            return mappings() <= before;
          });
      return mapped;
    }

    /** Of files of that size. */
    private static long mappings() {
      try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
        return maps.filter(line -> line.contains("/dev/shm/"))
            .map(line -> line.split("[- ]", 3))
            .filter(
                range -> Long.parseLong(range[1], 16) - Long.parseLong(range[0], 16) > 7_000_000)
            .count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aWorkerUnmapsWhatItsCreatorHasClosedOnceNothingUsesIt() throws Exception {
    Barrier opened = Barrier.of(2);
    try (SharedEvent closed = SharedEvent.create()) {
      SharedMemory block = SharedMemory.create(8_000_000);
      Future<Boolean> worker = pool.submit(new LetGo(Handles.write(block), opened, closed));
      opened.await();
      assertThat(block.segment().get(ValueLayout.JAVA_BYTE, 7_999_999)).isEqualTo((byte) 1);
      block.close();
      closed.set();
      assertThat(worker.get()).isTrue();
    }
    opened.close();
  }

  @Test
  void aHandleWhoseFileHasBecomeAnothersIsRefused() throws Exception {
    SharedLong first = SharedLong.create(1);
    Handle handle = first.handle();
    first.close();
    try (SharedLong second = SharedLong.create(2)) {
      // The system gives the lowest free number: the closed file's, if nobody else took it.
      Handle stale =
          new Handle(
              handle.kind(),
              handle.id(),
              handle.lot(),
              second.handle().file(),
              handle.size(),
              null);
      assertThatThrownBy(
              () -> Block.open("long", stale.id(), stale.size(), HostLot.own(), stale.file()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("something else");
      assertThat(second.get()).isEqualTo(2);
    }
  }

  @Test
  void noFileIsLeftAndNoRoomIsTold() throws Exception {
    String mine = "-" + ProcessHandle.current().pid() + "-";
    try (SharedMemory block = SharedMemory.create(1 << 20);
        Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
      assertThat(block.size()).isEqualTo(1 << 20);
      assertThat(files.filter(file -> file.toString().contains(mine))).isEmpty();
    }
    assertThatThrownBy(() -> SharedMemory.create(1L << 50))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no 1125899906842752 bytes of shared memory to be had in /dev/shm");
  }
}
