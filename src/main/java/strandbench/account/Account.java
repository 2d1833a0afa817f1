package strandbench.account;

/**
 * An account of this process's tree, from {@link #open} to {@link #close}.
 *
 * <p>Whoever knows better than the one who opened it when the work begins and ends, tells it by
 * {@link #begin} and {@link #end}: then the account covers that time only, and neither what set the
 * work up nor what cleared up behind it. JMH's profilers are called before the set-up and after the
 * tear-down; a benchmark's own fixtures of an iteration stand between.
 *
 * <p>There is one at a time; thread-safe.
 */
public final class Account {
  private static Account current;

  private final Ledger ledger;
  private final ProcessTree samplersTree;
  private Totals start;
  private Totals end;
  private Sampler sampler;
  private boolean marked;

  private Account(String apart) {
    ledger = new Ledger(new ProcessTree(apart));
    samplersTree = new ProcessTree(apart);
  }

  /** Whether this system tells what an account needs: a 64-bit Linux with {@code /proc}. */
  public static boolean isPossible() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("sun.arch.data.model", "").equals("64")
        && ProcStat.of(ProcessHandle.current().pid()).isPresent();
  }

  /**
   * Opens an account.
   *
   * @param apart the word of a command line by which descendants are known that are told apart,
   *     with what they have started: a main class
   * @throws IllegalStateException if one is open
   */
  public static synchronized void open(String apart) {
    if (current != null) {
      throw new IllegalStateException("an account is open");
    }
    current = new Account(apart);
    current.start();
  }

  /** The work begins; without effect where no account is open. */
  public static synchronized void begin() {
    if (current != null) {
      current.sampler.stop();
      current.marked = true;
      current.start();
    }
  }

  /** The work has ended; without effect where no account is open. */
  public static synchronized void end() {
    if (current != null) {
      current.stop();
    }
  }

  /**
   * Closes the account.
   *
   * @return what was used while it was open, or between {@link #begin} and {@link #end}
   * @throws IllegalStateException if none is open
   */
  public static synchronized Statement close() {
    if (current == null) {
      throw new IllegalStateException("no account is open");
    }
    Account account = current;
    current = null;
    if (account.end == null) {
      account.stop();
    }
    return account.statement();
  }

  /** Processor time of this process and of its children that have ended, in seconds. */
  public static double secondsSoFar() {
    return (Posix.usage(Posix.SELF).cpuNanos() + Posix.usage(Posix.ENDED_CHILDREN).cpuNanos())
        / 1e9;
  }

  private void start() {
    end = null;
    sampler = Sampler.start(samplersTree);
    start = ledger.totals();
  }

  private void stop() {
    if (end == null) {
      // First, as stopping the sampler waits for its last sample, which nobody should pay for.
      end = ledger.totals();
      sampler.stop();
    }
  }

  private Statement statement() {
    double nanos = end.nanoTime() - start.nanoTime();
    return new Statement(
        marked,
        nanos / 1e9,
        end.own().minus(start.own()).minus(sampler.itself()),
        end.apart().minus(start.apart()),
        sampler.own(),
        sampler.apart(),
        (end.compilerNanos() - start.compilerNanos()) / nanos,
        (end.gcMillis() - start.gcMillis()) * 1e6 / nanos);
  }
}
