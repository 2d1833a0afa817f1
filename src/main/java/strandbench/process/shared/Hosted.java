package strandbench.process.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import strandbench.process.shared.LotMessage.Op;
import strandbench.process.shared.Parked.Outcome;

/** The part of a lot where one waits for the words of one object. Thread-safe. */
final class Hosted {
  /** One who waits; two are equal that are the same wait. */
  sealed interface Waiter permits Local, Remote {
    void queued();

    void end(Block block, long offset, Outcome outcome);
  }

  /** A thread of this process. */
  record Local(Parked parked) implements Waiter {
    @Override
    public void queued() {
      parked.queued();
    }

    @Override
    public void end(Block block, long offset, Outcome outcome) {
      parked.end(outcome);
    }
  }

  /** A thread of another. That the object is closed, its process is told once for all. */
  record Remote(Member member, long ticket, boolean confirmed) implements Waiter {
    @Override
    public void queued() {
      if (confirmed) {
        member.send(new LotMessage(Op.QUEUED, 0, 0, 0, ticket));
      }
    }

    @Override
    public void end(Block block, long offset, Outcome outcome) {
      if (outcome != Outcome.CLOSED) {
        Op op = outcome == Outcome.CHANGED ? Op.CHANGED : Op.WOKEN;
        member.send(new LotMessage(op, block.id(), offset, 0, ticket));
      }
    }
  }

  private final SharedObject object;
  private final Block block;
  private final ReentrantLock lock = new ReentrantLock();

  /** By the words' offsets; guarded by the lock, as is all below. */
  private final Map<Long, ArrayDeque<Waiter>> waiting = new HashMap<>();

  private final Set<Member> openers = new HashSet<>();
  private boolean closed;

  Hosted(SharedObject object) {
    this.object = object;
    this.block = object.block();
  }

  /** False if it is closed. */
  boolean open(Member member) {
    lock.lock();
    try {
      if (!closed) {
        openers.add(member);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  void enqueue(long offset, long expected, Waiter waiter) {
    Outcome refusal = null;
    lock.lock();
    try {
      if (closed) {
        refusal = Outcome.CLOSED;
      } else if (announce(offset, expected)) {
        waiting.computeIfAbsent(offset, word -> new ArrayDeque<>()).add(waiter);
      } else {
        refusal = Outcome.CHANGED;
      }
    } finally {
      lock.unlock();
    }
    if (refusal == null) {
      waiter.queued();
    } else {
      waiter.end(block, offset, refusal);
    }
  }

  /** Sets the bit in a word, unless the word has changed. */
  private boolean announce(long offset, long expected) {
    while (true) {
      long seen = block.get(offset);
      if ((seen & ~Block.WAITERS) != expected) {
        return false;
      }
      if (block.compareAndSet(offset, seen, seen | Block.WAITERS)) {
        return true;
      }
    }
  }

  /** False if it doesn't wait any more. */
  boolean cancel(long offset, Waiter waiter) {
    lock.lock();
    try {
      ArrayDeque<Waiter> queue = waiting.get(offset);
      boolean removed = queue != null && queue.remove(waiter);
      if (removed && queue.isEmpty()) {
        waiting.remove(offset);
        mark(offset, false);
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  void wake(long offset, int count) {
    List<Waiter> woken = new ArrayList<>();
    lock.lock();
    try {
      pop(offset, count, woken);
      mark(offset, waiting.containsKey(offset));
    } finally {
      lock.unlock();
    }
    woken.forEach(waiter -> waiter.end(block, offset, Outcome.WOKEN));
  }

  void wakeAfter(long offset, int count, long left) {
    List<Waiter> woken = new ArrayList<>();
    lock.lock();
    try {
      pop(offset, count, woken);
      if (waiting.containsKey(offset) && !announce(offset, left)) {
        pop(offset, Lot.ALL, woken);
      }
    } finally {
      lock.unlock();
    }
    woken.forEach(waiter -> waiter.end(block, offset, Outcome.WOKEN));
  }

  /** Where nobody is left there is no queue. */
  private void pop(long offset, int count, List<Waiter> into) {
    ArrayDeque<Waiter> queue = waiting.get(offset);
    if (queue == null) {
      return;
    }
    for (int i = 0; i < count && !queue.isEmpty(); i++) {
      into.add(queue.poll());
    }
    if (queue.isEmpty()) {
      waiting.remove(offset);
    }
  }

  private void mark(long offset, boolean waiters) {
    long seen;
    long marked;
    do {
      seen = block.get(offset);
      marked = waiters ? seen | Block.WAITERS : seen & ~Block.WAITERS;
    } while (seen != marked && !block.compareAndSet(offset, seen, marked));
  }

  /** A process takes part in a role. */
  void takesPart(int member, int role) {
    lock.lock();
    try {
      object.takesPart(member, role);
    } finally {
      lock.unlock();
    }
  }

  /** A process has ended: what it owned is handed on, and all look again. */
  void left(Member member, boolean orderly) {
    lock.lock();
    try {
      openers.remove(member);
      for (Long offset : List.copyOf(waiting.keySet())) {
        ArrayDeque<Waiter> queue = waiting.get(offset);
        queue.removeIf(waiter -> waiter instanceof Remote remote && remote.member().equals(member));
        if (queue.isEmpty()) {
          waiting.remove(offset);
          mark(offset, false);
        }
      }
      object.left(member.number(), member.pid(), orderly);
    } finally {
      lock.unlock();
    }
    wakeAll(Outcome.WOKEN);
  }

  void close() {
    List<Member> told;
    lock.lock();
    try {
      closed = true;
      block.end(Outcome.CLOSED);
      told = List.copyOf(openers);
    } finally {
      lock.unlock();
    }
    wakeAll(Outcome.CLOSED);
    told.forEach(member -> member.send(new LotMessage(Op.CLOSED, block.id(), 0, 0, 0)));
  }

  private void wakeAll(Outcome outcome) {
    Map<Long, List<Waiter>> woken = new HashMap<>();
    lock.lock();
    try {
      for (Long offset : List.copyOf(waiting.keySet())) {
        pop(offset, Lot.ALL, woken.computeIfAbsent(offset, word -> new ArrayList<>()));
        mark(offset, false);
      }
    } finally {
      lock.unlock();
    }
    woken.forEach(
        (offset, waiters) -> waiters.forEach(waiter -> waiter.end(block, offset, outcome)));
  }
}
