package strandbench.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands requests over to an executor when they are due, whatever has become of those before: a user
 * who comes does not wait for others to be served. What the executor does not run at once waits in
 * its queue, and that wait counts. So it counts where handing over itself takes long, as it does
 * with an executor that runs tasks in the caller: the next request is handed over late, and is as
 * late as that.
 *
 * <p>Stateless but for the executor, and as thread-safe as that.
 *
 * @param executor runs the requests
 * @param patience how long answers are waited for after the last request was due
 */
public record OpenLoop(ExecutorService executor, Duration patience) {
  /** From the call until the schedule begins, for its first request not to be late. */
  private static final long LEAD_NANOS = 1_000_000;

  /**
   * A request that was answered.
   *
   * @param dueNanos when it should have started, by {@link System#nanoTime}
   * @param generatorLateNanos how late handing it over began, as far as that is nobody's fault but
   *     the generator's: from when it was due, or from when the one before had been handed over if
   *     that was later; 0 or more
   * @param answer when it did start, and when its answer was there
   */
  public record Request(long dueNanos, long generatorLateNanos, TimedAnswer answer) {
    /** From when it should have started until its answer was there. */
    public long latencyNanos() {
      return answer.endNanos() - dueNanos;
    }

    /** From when it should have started until it did. */
    public long startLateNanos() {
      return answer.startNanos() - dueNanos;
    }
  }

  /**
   * Runs all requests and waits for their answers. The caller's thread keeps the schedule; it must
   * be a platform thread that nothing else keeps busy.
   *
   * @param tasks one for each arrival
   * @param due when, in nanoseconds from the start, rising
   * @return the requests, in the order of their arrival
   * @throws ExecutionException if one fails; those that are not answered yet are cancelled
   * @throws IllegalStateException if answers are missing when patience ends, likewise
   */
  public List<Request> run(List<? extends Callable<TimedAnswer>> tasks, long[] due)
      throws InterruptedException, ExecutionException {
    if (tasks.size() != due.length) {
      throw new IllegalArgumentException(
          "%d tasks for %d arrivals".formatted(tasks.size(), due.length));
    }
    if (due.length == 0) {
      return List.of();
    }
    List<Future<TimedAnswer>> answers = new ArrayList<>(due.length);
    long start = System.nanoTime() + LEAD_NANOS;
    long deadline = start + due[due.length - 1] + patience.toNanos();
    try {
      long[] lateNanos = new long[due.length];
      long handedOver = start;
      for (int i = 0; i < due.length; i++) {
        awaitNanoTime(start + due[i]);
        long begun = System.nanoTime();
        if (begun - deadline > 0) {
          throw tooMany(answers, due.length);
        }
        lateNanos[i] = Math.min(begun - (start + due[i]), begun - handedOver);
        answers.add(TimedAnswer.submit(executor, tasks.get(i)));
        handedOver = System.nanoTime();
      }
      List<Request> requests = new ArrayList<>(due.length);
      for (int i = 0; i < due.length; i++) {
        requests.add(new Request(start + due[i], lateNanos[i], answer(answers, i, deadline)));
      }
      return requests;
    } finally {
      // Without effect on those that have been answered.
      answers.forEach(answer -> answer.cancel(true));
    }
  }

  private static void awaitNanoTime(long nanoTime) throws InterruptedException {
    for (long wait = nanoTime - System.nanoTime(); wait > 0; wait = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private TimedAnswer answer(List<Future<TimedAnswer>> answers, int index, long deadline)
      throws InterruptedException, ExecutionException {
    try {
      return answers.get(index).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw tooMany(answers, answers.size());
    }
  }

  private IllegalStateException tooMany(List<Future<TimedAnswer>> answers, int all) {
    long answered = answers.stream().filter(Future::isDone).count();
    return new IllegalStateException(
        "%d of %d requests are not answered %d ms after the last was due: offer less"
            .formatted(all - answered, all, patience.toMillis()));
  }
}
