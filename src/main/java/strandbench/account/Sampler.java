package strandbench.account;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Samples memory and threads on a thread of its own, at a price: each kind of sample takes no more
 * than 0.5% of one core's time, and is rarer where it costs more.
 */
final class Sampler {
  private static final long SHORTEST_PAUSE_NANOS = 20_000_000;
  private static final long SHORTEST_PROPORTIONAL_PAUSE_NANOS = 200_000_000;

  /** The pause after a sample is at least so many times what it cost. */
  private static final long PAUSE_PER_COST = 200;

  private final ProcessTree tree;
  private final HeldStatistics own = new HeldStatistics();
  private final HeldStatistics apart = new HeldStatistics();
  private final Thread thread;
  private ProcessTree.Members members;
  private Usage itself = Usage.NONE;
  private volatile boolean stopped;

  private Sampler(ProcessTree tree) {
    this.tree = tree;
    this.members = tree.find();
    this.thread = Thread.ofPlatform().daemon().name("account").unstarted(this::run);
  }

  static Sampler start(ProcessTree tree) {
    Sampler sampler = new Sampler(tree);
    sampler.thread.start();
    return sampler;
  }

  /** Takes a last sample, and waits for its end. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of the tree without what is told apart; to be asked when stopped, as the others. */
  Held own() {
    return own.held();
  }

  Held apart() {
    return apart.held();
  }

  /** What the sampling itself has used. */
  Usage itself() {
    return itself;
  }

  private void run() {
    Usage before = Posix.usage(Posix.THREAD);
    long proportionalAt = System.nanoTime() + SHORTEST_PROPORTIONAL_PAUSE_NANOS / 2;
    boolean last;
    do {
      // Read first, so that the last sample is taken after the stop.
      last = stopped;
      long start = System.nanoTime();
      members = new ProcessTree.Members(again(members.own()), again(members.apart()));
      own.sample(members.own());
      apart.sample(members.apart());
      long sampled = System.nanoTime();
      if (sampled - proportionalAt >= 0) {
        members = tree.find();
        own.sampleProportional(members.own());
        apart.sampleProportional(members.apart());
        long end = System.nanoTime();
        proportionalAt = end + pauseNanos(SHORTEST_PROPORTIONAL_PAUSE_NANOS, end - sampled);
      }
      if (!last) {
        LockSupport.parkNanos(pauseNanos(SHORTEST_PAUSE_NANOS, sampled - start));
      }
    } while (!last);
    itself = Posix.usage(Posix.THREAD).minus(before);
  }

  private static long pauseNanos(long shortest, long costNanos) {
    return Math.max(shortest, PAUSE_PER_COST * costNanos);
  }

  /** Without those that have ended. */
  private static List<ProcStat> again(List<ProcStat> processes) {
    return processes.stream().flatMap(process -> ProcStat.of(process.pid()).stream()).toList();
  }
}
