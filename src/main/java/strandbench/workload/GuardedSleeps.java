package strandbench.workload;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Virtual threads that block inside of something: each passes a section of its own again and again,
 * counts inside, and sleeps there. The task returns how often they were inside, together.
 *
 * <p>No thread ever waits for another one's section. So all of them sleep at once, unless one that
 * sleeps keeps its carrier to itself.
 *
 * <p>Immutable and serializable; safe to run from any thread, in any process, repeatedly.
 *
 * @param guard what they are inside of
 * @param virtualThreads how many there are, 1 or more
 * @param passages how often each of them enters, 0 or more
 * @param sleepMillis how long it sleeps inside; 0 for not at all
 */
public record GuardedSleeps(SectionKind guard, int virtualThreads, int passages, long sleepMillis)
    implements Callable<Long>, Serializable {

  public GuardedSleeps {
    if (virtualThreads < 1 || passages < 0 || sleepMillis < 0) {
      throw new IllegalArgumentException(
          "virtualThreads %d, passages %d, sleepMillis %d: must not be negative, nor no threads"
              .formatted(virtualThreads, passages, sleepMillis));
    }
  }

  @Override
  public Long call() throws Exception {
    // All made here and then read by the threads: C2 must not find out that a lock is nobody
    // else's.
    List<SectionKind.Section> sections =
        Stream.generate(guard::open).limit(virtualThreads).toList();
    long inside = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> counts =
          threads.invokeAll(sections.stream().map(section -> passing(section)).toList());
      for (Future<Long> count : counts) {
        inside += count.get();
      }
    }
    return inside;
  }

  private Callable<Long> passing(SectionKind.Section section) {
    return () -> {
      Inside inside = new Inside(sleepMillis);
      for (int i = 0; i < passages; i++) {
        section.pass(inside);
      }
      return inside.count;
    };
  }

  /** How often they have to have been inside. */
  public long expected() {
    return (long) virtualThreads * passages;
  }

  private static final class Inside implements SectionKind.Action {
    private final long sleepMillis;
    private long count;

    Inside(long sleepMillis) {
      this.sleepMillis = sleepMillis;
    }

    @Override
    public void run() throws InterruptedException {
      count++;
      if (sleepMillis > 0) {
        Thread.sleep(sleepMillis);
      }
    }
  }
}
