package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.Await;
import strandbench.process.ChildJvm;
import strandbench.process.JvmCommand;
import strandbench.process.ProcessPool;
import strandbench.process.WorkerDiedException;

@Covers(Construct.P6)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedLockTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static ProcessPool pool;

  private final SharedLock lock = SharedLock.create();
  private final SharedLong number = SharedLong.create(0);

  @BeforeAll
  static void start() {
    pool = ProcessPool.builder().workers(3).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void stop() {
    pool.shutdownNow();
    pool.close();
  }

  @AfterEach
  void close() {
    lock.close();
    number.close();
  }

  @Test
  void oneAtATimeInAllProcessesAndThreads() throws Exception {
    int times = 3000;
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(pool.submit(new LockTasks.Add(lock, number, times)));
    }
    for (int i = 0; i < 2; i++) {
      all.add(thread(new LockTasks.Add(lock, number, times)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    assertThat(number.get()).isEqualTo(5L * times);
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void virtualThreadsToo() throws Exception {
    Future<?> worker = pool.submit(new LockTasks.Add(lock, number, 2000));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      threads.add(Thread.startVirtualThread(new LockTasks.Add(lock, number, 10)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    worker.get();
    assertThat(number.get()).isEqualTo(2000 + 5000);
  }

  @Test
  void aHandleThatIsReadTwiceIsOneObjectAndAtItsCreatorItIsTheOriginal() throws Exception {
    assertThat(Handles.read(Handles.write(lock), SharedLock.class)).isSameAs(lock);
    assertThat(pool.submit(new SameTask(lock, Handles.write(lock))).get()).isTrue();
  }

  record SameTask(SharedLock lock, String handle) implements Callable<Boolean>, Serializable {
    @Override
    public Boolean call() throws IOException {
      return Handles.read(handle, SharedLock.class) == lock && !lock.isCreator();
    }
  }

  @Test
  void theThreadThatHoldsItMayTakeItAgain() throws Exception {
    lock.lock();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    assertThat(pool.submit(new LockTasks.TryLock(lock, 0)).get()).isFalse();
    lock.unlock();
    assertThat(pool.submit(new LockTasks.TryLock(lock, 0)).get()).isTrue();
  }

  @Test
  void onlyItsHolderCanGiveItBack() throws Exception {
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    lock.lock();
    assertThatThrownBy(() -> pool.submit(new LockTasks.Unlock(lock)).get())
        .hasCauseInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(() -> thread(new LockTasks.Unlock(lock)).get())
        .hasCauseInstanceOf(IllegalMonitorStateException.class);
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
  }

  @Test
  void aTimeLimitIsKept() throws Exception {
    lock.lock();
    assertThat(pool.submit(new LockTasks.TryLock(lock, 50)).get()).isFalse();
    assertThat(thread(new LockTasks.TryLock(lock, 50)).get()).isFalse();
    Future<Boolean> patient = pool.submit(new LockTasks.TryLock(lock, 60_000));
    awaitWaiter();
    lock.unlock();
    assertThat(patient.get()).isTrue();
  }

  @Test
  void anInterruptEndsAWaitThatCanBeInterruptedAndNoOther() throws Exception {
    Future<?> holder = pool.submit(new LockTasks.Hold(lock, number, false));
    Await.until("it is held", LONG, () -> number.get() != 0);
    FutureTask<Boolean> interruptible =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    Thread first = Thread.ofPlatform().start(interruptible);
    awaitWaiter();
    first.interrupt();
    assertThat(interruptible.get()).isFalse();
    assertThat(lock.block().get(Block.START)).isPositive();

    FutureTask<Boolean> stubborn =
        new FutureTask<>(
            () -> {
              lock.lock();
              lock.unlock();
              return Thread.currentThread().isInterrupted();
            });
    Thread second = Thread.ofVirtual().start(stubborn);
    awaitWaiter();
    second.interrupt();
    assertThat(stubborn.isDone()).isFalse();
    lock.block().lot().wake(lock.block(), Block.START, Lot.ALL); // For no reason: it waits again.
    awaitWaiter();
    holder.cancel(true);
    assertThatThrownBy(holder::get).isInstanceOf(CancellationException.class);
    assertThat(stubborn.isDone()).isFalse();
    Await.kill9(number.get());
    assertThatThrownBy(stubborn::get).hasCauseInstanceOf(OwnerDiedException.class);
  }

  /** Asks for the lock while it is interrupted all the time; the result is how often it got it. */
  record Harassed(SharedLock lock, int times) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws Exception {
      FutureTask<Integer> asking =
          new FutureTask<>(
              () -> {
                int taken = 0;
                for (int i = 0; i < times; i++) {
                  try {
                    lock.lockInterruptibly();
                    taken++;
                    lock.unlock();
                  } catch (InterruptedException e) {
                    // As often as not.
                  }
                }
                return taken;
              });
      Thread thread = Thread.ofPlatform().start(asking);
      while (!asking.isDone()) {
        thread.interrupt();
      }
      return asking.get();
    }
  }

  @Test
  void interruptsNeitherLoseAWakeNorBreakTheConnection() throws Exception {
    Future<Integer> harassed = pool.submit(new Harassed(lock, 20_000));
    Future<?> other = pool.submit(new LockTasks.Add(lock, number, 20_000));
    new LockTasks.Add(lock, number, 20_000).run();
    other.get();
    assertThat(harassed.get()).isBetween(0, 20_000);
    assertThat(number.get()).isEqualTo(40_000);
    assertThat(pool.submit(new LockTasks.TryLock(lock, 0)).get()).isTrue();
  }

  @Test
  void theDeathOfItsOwnerIsToldToAllUntilOneRecovers() throws Exception {
    Future<?> owner = pool.submit(new LockTasks.Hold(lock, number, false));
    Await.until("it is held", LONG, () -> number.get() != 0);
    SharedLong waiterPid = SharedLong.create(0);
    Future<String> waiter = pool.submit(new LockTasks.Take(lock, waiterPid));
    awaitWaiter();
    long pid = number.get();
    Await.kill9(pid);

    assertThat(waiter.get()).isEqualTo("OwnerDiedException");
    assertThatThrownBy(owner::get).hasCauseInstanceOf(WorkerDiedException.class);
    assertThatThrownBy(lock::lock)
        .isInstanceOfSatisfying(
            OwnerDiedException.class, died -> assertThat(died.pid()).isEqualTo(pid));
    assertThatThrownBy(lock::tryLock).isInstanceOf(OwnerDiedException.class);
    assertThat(lock.isHeldByCurrentThread()).isFalse();

    assertThat(lock.lockOrRecover()).isTrue();
    Future<Boolean> next = pool.submit(new LockTasks.TryLock(lock, 60_000));
    awaitWaiter();
    lock.unlock();
    assertThat(next.get()).isTrue();
    assertThat(lock.lockOrRecover()).isFalse();
    lock.unlock();
    waiterPid.close();
  }

  @Test
  void ifTheOneWhoRecoversDiesTheNextIsToldAgain() {
    for (boolean recovers : new boolean[] {false, true}) {
      number.set(0);
      Future<?> owner = pool.submit(new LockTasks.Hold(lock, number, recovers));
      Await.until("it is held", LONG, () -> number.get() != 0);
      Await.kill9(number.get());
      assertThatThrownBy(owner::get).hasCauseInstanceOf(WorkerDiedException.class);
      assertThatThrownBy(
              () -> {
                while (!lock.tryLock(1, TimeUnit.MINUTES)) {
                  // Its death is not known yet.
                }
              })
          .isInstanceOfSatisfying(
              OwnerDiedException.class, died -> assertThat(died.pid()).isEqualTo(number.get()));
    }
  }

  @Test
  void theDeathOfOneWhoWaitsHarmsNobody() throws Exception {
    lock.lock();
    Future<String> victim = pool.submit(new LockTasks.Take(lock, number));
    awaitWaiter();
    Future<Boolean> other = pool.submit(new LockTasks.TryLock(lock, 60_000));
    Await.kill9(number.get());
    assertThatThrownBy(victim::get).hasCauseInstanceOf(WorkerDiedException.class);
    lock.unlock();
    assertThat(other.get()).isTrue();
  }

  @Test
  void closingItTellsAllWhoWaitAndAllWhoCome() throws Exception {
    lock.lock();
    Future<String> elsewhere = pool.submit(new LockTasks.Take(lock, number));
    awaitWaiter();
    String handle = Handles.write(lock);
    lock.close();
    assertThat(elsewhere.get()).isEqualTo("ObjectClosedException");
    lock.unlock();
    assertThatThrownBy(lock::lock).isInstanceOf(ObjectClosedException.class);
    assertThat(lock.isClosed()).isTrue();
    assertThatThrownBy(() -> Handles.read(handle, SharedLock.class))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("closed it");
  }

  /** Creates a lock, holds it, and says where it is. */
  static final class Creator {
    private Creator() {}

    public static void main(String[] arguments) throws Exception {
      SharedLock lock = SharedLock.create();
      lock.lock();
      System.out.println(Handles.write(lock));
      while (System.in.read() >= 0) {
        // Until the end of our parent.
      }
    }
  }

  @Test
  void theDeathOfItsCreatorIsToldToAllWhoWaitAndAllWhoCome() throws Exception {
    CompletableFuture<String> handle = new CompletableFuture<>();
    ChildJvm creator = ChildJvm.start("creator", JvmCommand.of(Creator.class), handle::complete);
    SharedLock theirs = Handles.read(handle.get(60, TimeUnit.SECONDS), SharedLock.class);
    assertThat(theirs.isCreator()).isFalse();
    Future<?> waiter = thread(new LockTasks.Add(theirs, number, 1));
    Await.until("it waits", LONG, () -> theirs.block().get(Block.START) < 0);
    Await.kill9(creator.pid());
    assertThatThrownBy(waiter::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CreatorDiedException.class);
    assertThatThrownBy(theirs::lock).isInstanceOf(CreatorDiedException.class);
    assertThatThrownBy(() -> Handles.read(handle.get(), SharedLock.class))
        .isInstanceOf(InvalidObjectException.class);
  }

  private void awaitWaiter() {
    Await.until("someone waits", LONG, () -> lock.block().get(Block.START) < 0);
  }

  private static <T> Future<T> thread(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofPlatform().daemon().start(future);
    return future;
  }

  private static Future<?> thread(Runnable task) {
    FutureTask<?> future = new FutureTask<>(task, null);
    Thread.ofPlatform().daemon().start(future);
    return future;
  }
}
