package strandbench.workload.guard;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import strandbench.workload.ThreadKind;

/** What stands between the contenders and the balance. Unless its name says so, none is fair. */
public enum Guard {
  /**
   * Nothing: the contenders race, and lose updates. Not a guard, but what guards are held up to.
   */
  NONE(false) {
    @Override
    Account open(ContentionOptions options) {
      return new RacingAccount();
    }
  },

  SYNCHRONIZED(true) {
    @Override
    Account open(ContentionOptions options) {
      return new MonitorAccount();
    }
  },

  REENTRANT_LOCK(true) {
    @Override
    Account open(ContentionOptions options) {
      ReentrantLock lock = new ReentrantLock();
      return new LockAccount(lock, lock);
    }
  },

  /** Hands the lock to whoever waits longest, so that under contention each passage is a switch. */
  REENTRANT_LOCK_FAIR(true) {
    @Override
    Account open(ContentionOptions options) {
      ReentrantLock lock = new ReentrantLock(true);
      return new LockAccount(lock, lock);
    }
  },

  /** Reads are optimistic, and take the lock for reading where a writer came between. */
  STAMPED_LOCK(true) {
    @Override
    Account open(ContentionOptions options) {
      return new StampedAccount();
    }
  },

  READ_WRITE_LOCK(true) {
    @Override
    Account open(ContentionOptions options) {
      ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
      return new LockAccount(lock.readLock(), lock.writeLock());
    }
  },

  /** A java.util.concurrent.Semaphore of one permit. */
  SEMAPHORE(true) {
    @Override
    Account open(ContentionOptions options) {
      return new SemaphoreAccount();
    }
  },

  /** A test-and-test-and-set lock: whoever waits keeps its processor. */
  SPIN(false) {
    @Override
    Account open(ContentionOptions options) {
      return new SpinAccount();
    }
  },

  /** Atomic additions; keeps nobody out, so that the work inside runs in parallel. */
  ATOMIC_LONG(false) {
    @Override
    Account open(ContentionOptions options) {
      return new AtomicAccount(options.contenders());
    }
  },

  /** Compare-and-set, again and again; keeps nobody out, so that the work inside is parallel. */
  VAR_HANDLE_CAS(false) {
    @Override
    Account open(ContentionOptions options) {
      return new CasAccount(options.contenders());
    }
  },

  /** Additions to striped cells; keeps nobody out, so that the work inside runs in parallel. */
  LONG_ADDER(false) {
    @Override
    Account open(ContentionOptions options) {
      return new AdderAccount();
    }
  },

  /** One thread that owns the balance, behind a queue; contenders wait for its answer. */
  SINGLE_OWNER(true) {
    @Override
    Account open(ContentionOptions options) {
      return new OwnerAccount(options.thread());
    }
  };

  private final boolean blocks;

  Guard(boolean blocks) {
    this.blocks = blocks;
  }

  /** Whether it guards nothing, so that updates may be lost. */
  public boolean isRacing() {
    return this == NONE;
  }

  /**
   * Why so many contenders of that kind can't contend here, in one line; empty if they can.
   *
   * @param carriers how many virtual threads run at once
   */
  public Optional<String> refusal(ThreadKind thread, int contenders, int carriers) {
    if (blocks || thread == ThreadKind.PLATFORM || contenders <= carriers) {
      return Optional.empty();
    }
    return Optional.of(
        name()
            + " with %d virtual threads on %d carriers: ".formatted(contenders, carriers)
            + "nobody blocks there, and without time slices some would start when others have"
            + " ended");
  }

  /** Opens an account behind this guard. Whoever opens it closes it. */
  abstract Account open(ContentionOptions options);
}
