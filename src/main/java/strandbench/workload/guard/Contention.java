package strandbench.workload.guard;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import strandbench.workload.Carriers;
import strandbench.workload.ThreadKind;

/**
 * Threads that contend for one balance, again and again. They are started once, and wait at a
 * barrier in between.
 *
 * <pre>{@code
 * try (Contention contention = Contention.open(options)) {
 *   Outcome outcome = contention.run();
 * }
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class Contention implements AutoCloseable {
  private final Account account;
  private final Progress progress;
  private final List<Contender> contenders;
  private final CyclicBarrier start;
  private final CyclicBarrier end;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private Contention(ContentionOptions options) {
    this.account = options.guard().open(options);
    this.progress = new Progress(options.contenders());
    this.contenders =
        IntStream.range(0, options.contenders())
            .mapToObj(index -> new Contender(index, options, account, progress))
            .toList();
    this.start = new CyclicBarrier(options.contenders() + 1);
    this.end = new CyclicBarrier(options.contenders() + 1);
  }

  /**
   * Starts the contenders.
   *
   * @throws IllegalArgumentException if the guard {@linkplain Guard#refusal refuses} them
   */
  public static Contention open(ContentionOptions options) {
    if (options.thread() == ThreadKind.VIRTUAL) {
      options
          .guard()
          .refusal(options.thread(), options.contenders(), Carriers.count())
          .ifPresent(
              reason -> {
                throw new IllegalArgumentException(reason);
              });
    }
    Contention contention = new Contention(options);
    ThreadFactory threads = options.thread().factory();
    for (Contender contender : contention.contenders) {
      threads.newThread(() -> contention.contendUntilClosed(contender)).start();
    }
    return contention;
  }

  private void contendUntilClosed(Contender contender) {
    try {
      start.await();
      while (!closed) {
        try {
          contender.contend();
        } catch (RuntimeException | Error e) {
          failures.add(e);
        }
        end.await();
        start.await();
      }
    } catch (InterruptedException | BrokenBarrierException e) {
      failures.add(e);
    }
  }

  /**
   * Releases all contenders, and waits until the last has done its share.
   *
   * @throws IllegalStateException if a contender failed, with its failure as the cause
   */
  public Outcome run() throws InterruptedException, BrokenBarrierException {
    progress.clear();
    final long balance = account.balance();
    final long updates = account.updates();
    start.await();
    end.await();
    if (!failures.isEmpty()) {
      Throwable first = failures.peek();
      throw new IllegalStateException("a contender failed: " + first.getMessage(), first);
    }
    Histogram waits = Waits.histogram();
    contenders.forEach(contender -> contender.moveWaits(waits));
    return new Outcome(
        account.balance() - balance,
        account.updates() - updates,
        JainIndex.of(progress.atFirstEnd()),
        waits);
  }

  /** Ends the contenders. */
  @Override
  public void close() {
    closed = true;
    try {
      start.await();
    } catch (BrokenBarrierException e) {
      // They have ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    account.close();
  }
}
