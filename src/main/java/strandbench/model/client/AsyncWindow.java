package strandbench.model.client;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Tasks that nobody waits for but the caller of {@link #sumOf}: as many are started as may be in
 * flight, and each that completes has the next started, on the thread that completes it.
 */
final class AsyncWindow {
  private final List<Supplier<CompletionStage<Long>>> tasks;
  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder sum = new LongAdder();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch slots;

  private AsyncWindow(List<Supplier<CompletionStage<Long>>> tasks, int slots) {
    this.tasks = tasks;
    this.slots = new CountDownLatch(slots);
  }

  /**
   * Starts all tasks, at most {@code inFlight} at once, and waits for them. After a failure no more
   * are started, and those that are in flight are waited for.
   *
   * @param tasks each starts one when it is asked, and should not complete it at once
   * @return the sum of their answers
   * @throws ExecutionException if one has failed; its cause is the first failure
   */
  static long sumOf(List<Supplier<CompletionStage<Long>>> tasks, int inFlight)
      throws InterruptedException, ExecutionException {
    int slots = Math.min(inFlight, tasks.size());
    AsyncWindow window = new AsyncWindow(tasks, slots);
    for (int slot = 0; slot < slots; slot++) {
      window.startNext();
    }
    window.slots.await();
    if (window.failure.get() != null) {
      throw new ExecutionException(window.failure.get());
    }
    return window.sum.sum();
  }

  private void startNext() {
    int index = next.getAndIncrement();
    if (index >= tasks.size() || failure.get() != null) {
      slots.countDown();
      return;
    }
    try {
      var unused = tasks.get(index).get().whenComplete(this::completed);
    } catch (RuntimeException e) {
      completed(null, e);
    }
  }

  private void completed(Long answer, Throwable problem) {
    if (problem == null) {
      sum.add(answer);
    } else {
      failure.compareAndSet(null, problem);
    }
    startNext();
  }
}
