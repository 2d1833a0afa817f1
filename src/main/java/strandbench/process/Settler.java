package strandbench.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Completes futures, which runs their callbacks, and sees to it that a callback that takes long, or
 * waits for what is to come after it, holds up nothing but itself: when one has kept the thread in
 * charge for some time, another takes over what is left, and all that the first would have done
 * then. The first finds that out when the callback returns, and ends.
 *
 * <p>One thread is in charge at a time, and it alone calls {@link #settle}. A clock looks after it
 * while it settles, and at no other time.
 */
final class Settler {
  /** A callback is taken for stuck when it has not moved between two looks. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private static final Duration SHORTEST_LOOK = Duration.ofMillis(1);

  private final String name;
  private final Runnable afterTakeover;
  private final AtomicBoolean watched = new AtomicBoolean();

  /** Null while nothing is being settled. */
  private volatile Settlement current;

  /** At the last look, whose thread's alone these are. */
  private Settlement seen;

  private long stateSeen;

  /**
   * @param afterTakeover what whoever has taken over goes on with, when all is settled
   */
  Settler(String name, Runnable afterTakeover) {
    this.name = name;
    this.afterTakeover = afterTakeover;
  }

  /** Puts a new thread in charge; only where none is. */
  void start(Runnable body) {
    new SettlerThread(this, body).start();
  }

  /** Takes some steps on threads of its own. */
  static void settleElsewhere(String name, List<? extends Runnable> steps) {
    Settler settler = new Settler(name, () -> {});
    settler.start(() -> settler.settle(steps.size(), i -> steps.get(i).run()));
  }

  /**
   * Takes steps 0 to {@code count - 1}, in their order, each once.
   *
   * @param count one at least
   * @return false if another thread is in charge by now: then the caller must leave all to it
   */
  boolean settle(int count, IntConsumer step) {
    SettlerThread self = (SettlerThread) Thread.currentThread();
    Settlement settlement = new Settlement(count, step);
    self.settlement = settlement;
    self.turn = 0;
    current = settlement;
    if (!watched.get()) {
      watch();
    }
    settlement.take(0);
    return finish(settlement, self);
  }

  private boolean finish(Settlement settlement, SettlerThread self) {
    boolean inCharge = settlement.takeRest(self.turn);
    self.settlement = null;
    if (inCharge) {
      current = null;
    }
    return inCharge;
  }

  /** Whether the caller is a callback on the thread in charge. */
  boolean isInCharge() {
    return Thread.currentThread() instanceof SettlerThread self
        && self.settler == this
        && self.isInCharge();
  }

  /** To be called by who is about to wait: a callback then doesn't keep a thread in charge. */
  static void beforeWait() {
    if (Thread.currentThread() instanceof SettlerThread self && self.isInCharge()) {
      self.settler.relieve(self.settlement, self.settlement.state.get());
    }
  }

  /** The thread itself takes over, so that nothing is lost where there can be none. */
  private void relieve(Settlement settlement, long state) {
    start(() -> takeOver(settlement, state));
  }

  private void takeOver(Settlement settlement, long state) {
    SettlerThread self = (SettlerThread) Thread.currentThread();
    if (settlement.handOn(state)) {
      self.settlement = settlement;
      self.turn = Settlement.turn(state) + 1;
      if (finish(settlement, self)) {
        afterTakeover.run();
      }
    }
  }

  private void watch() {
    if (watched.compareAndSet(false, true)) {
      Clock.after(LOOK, this::look);
    }
  }

  private void look() {
    Settlement settlement = current;
    if (settlement == null) {
      seen = null;
      watched.set(false);
      if (current != null) {
        // Begun since, and it took this for watched.
        watch();
      }
      return;
    }
    long state = settlement.state.get();
    boolean stuck = settlement == seen && state == stateSeen;
    seen = settlement;
    stateSeen = state;
    try {
      if (stuck && state != Settlement.DONE) {
        relieve(settlement, state);
      }
    } finally {
      Clock.after(untilNextLook(Settlement.turn(state)), this::look);
    }
  }

  /** Where many callbacks of a settlement get stuck, they don't add up. */
  private static Duration untilNextLook(int turn) {
    Duration shorter = LOOK.dividedBy(1L << Math.clamp(turn, 0, 10));
    return shorter.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : shorter;
  }

  /** Steps, how many of them have begun, and how often they have been handed on. */
  private static final class Settlement {
    /** No thread's turn. */
    static final long DONE = -1;

    final int count;
    final IntConsumer step;

    /** The turn in the upper half, the number of steps that have begun in the lower. */
    final AtomicLong state = new AtomicLong(1);

    Settlement(int count, IntConsumer step) {
      this.count = count;
      this.step = step;
    }

    static int turn(long state) {
      return (int) (state >>> Integer.SIZE);
    }

    /** Fails where the thread whose turn it was has gone on meanwhile. */
    boolean handOn(long seen) {
      return seen != DONE && state.compareAndSet(seen, seen + (1L << Integer.SIZE));
    }

    /** Returns whether it is still that turn when all is done. */
    boolean takeRest(int turn) {
      while (true) {
        long now = state.get();
        int next = (int) now;
        // It changes under this thread only when it is handed on.
        if (turn(now) != turn || !state.compareAndSet(now, next < count ? now + 1 : DONE)) {
          return false;
        }
        if (next == count) {
          return true;
        }
        take(next);
      }
    }

    void take(int index) {
      try {
        step.accept(index);
      } catch (Throwable e) {
        // Of no memory, most likely; the others must not suffer.
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  /** Knows what it is settling, for callbacks that ask. */
  private static final class SettlerThread extends Thread {
    final Settler settler;
    Settlement settlement;
    int turn;

    SettlerThread(Settler settler, Runnable body) {
      super(body, settler.name);
      this.settler = settler;
      setDaemon(true);
    }

    boolean isInCharge() {
      return settlement != null && Settlement.turn(settlement.state.get()) == turn;
    }
  }
}
