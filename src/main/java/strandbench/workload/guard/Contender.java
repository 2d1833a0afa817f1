package strandbench.workload.guard;

import org.HdrHistogram.Histogram;
import strandbench.workload.CountingLoop;
import strandbench.workload.Kernel;

/**
 * One of those who contend: does its share of the operations, works inside and outside, and samples
 * how long it waits. For one thread at a time.
 */
class Contender extends Padding {
  /** Spreads reads evenly over each hundred operations; shares no factor with it. */
  private static final long STEP = 61;

  private final int index;
  private final ContentionOptions options;
  private final Account account;
  private final Progress progress;
  private final Histogram waits = Waits.histogram();
  private final long seed;
  private final long workedOut;

  private long state;
  private long updates;
  private boolean sampled;
  private long askedAt;
  private long enteredAt;

  Contender(int index, ContentionOptions options, Account account, Progress progress) {
    this.index = index;
    this.options = options;
    this.account = account;
    this.progress = progress;
    CountingLoop allWork =
        new CountingLoop(
            Kernel.XORSHIFT,
            index + 1,
            Math.multiplyExact(
                options.operationsEach(),
                Math.addExact(options.criticalWork(), options.outsideWork())));
    this.seed = allWork.seed();
    this.workedOut = allWork.expected();
  }

  /**
   * Does its share once.
   *
   * @throws IllegalStateException if the work was not carried out, or a read saw what it must not
   */
  void contend() {
    state = seed;
    int operations = options.operationsEach();
    int outsideWork = options.outsideWork();
    for (int i = 0; i < operations; i++) {
      sampled = i % Waits.EVERY == 0;
      boolean reads = i * STEP % 100 < options.readPercent();
      account.pass(this, reads);
      if (!reads) {
        updates++;
      }
      if (sampled) {
        waits.recordValue(enteredAt - askedAt);
      }
      state = Kernel.XORSHIFT.run(state, outsideWork);
      progress.done(index, i + 1);
    }
    progress.end();
    if (state != workedOut) {
      throw new IllegalStateException("contender " + index + " did not do all of its work");
    }
  }

  /** It wants in. */
  final void asks() {
    if (sampled) {
      askedAt = System.nanoTime();
    }
  }

  /** It is in. */
  final void enters() {
    if (sampled) {
      enteredAt = System.nanoTime();
    }
  }

  /** What it does inside. */
  void work() {
    state = Kernel.XORSHIFT.run(state, options.criticalWork());
  }

  final long state() {
    return state;
  }

  /** Takes work back that is to be done again. */
  final void workAgainFrom(long earlier) {
    state = earlier;
  }

  /**
   * Takes note of what a read saw.
   *
   * @param highest the highest balance that it may see
   * @throws IllegalStateException if the balance lies outside, or an update of its own is missing
   */
  final void sees(long balance, long highest, long updatesSeen) {
    if (balance < 0 || balance > highest || updatesSeen < updates) {
      throw new IllegalStateException(
          "a read saw a balance of %d and %d updates, %d of which its own: %s does not guard"
              .formatted(balance, updatesSeen, updates, options.guard()));
    }
  }

  /** Adds what was sampled to {@code all}, and forgets it. */
  final void moveWaits(Histogram all) {
    all.add(waits);
    waits.reset();
  }
}
