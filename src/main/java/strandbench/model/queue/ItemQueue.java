package strandbench.model.queue;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.jctools.queues.MpmcArrayQueue;
import strandbench.process.shared.SharedQueue;

/** The queues that are compared; each constant opens one. */
public enum ItemQueue {
  /** First in, first out: an array, one lock for both ends. */
  ARRAY_BLOCKING {
    @Override
    public Channel open(int capacity) {
      return new Blocking(new ArrayBlockingQueue<>(capacity));
    }
  },

  /** First in, first out: linked nodes, a lock for each end. */
  LINKED_BLOCKING {
    @Override
    public Channel open(int capacity) {
      return new Blocking(new LinkedBlockingQueue<>(capacity));
    }
  },

  /** First in, first out, without bound: linked nodes, no lock; put never waits. */
  LINKED_TRANSFER {
    @Override
    public Channel open(int capacity) {
      return new Blocking(new LinkedTransferQueue<>());
    }
  },

  /** No room at all: each put waits for its take. */
  SYNCHRONOUS {
    @Override
    public Channel open(int capacity) {
      return new Blocking(new SynchronousQueue<>());
    }
  },

  /** The smallest first, without bound: a heap under one lock; put never waits. */
  PRIORITY_BLOCKING {
    @Override
    public Channel open(int capacity) {
      return new Blocking(new PriorityBlockingQueue<>());
    }
  },

  /** Last in, first out: linked nodes, one lock. */
  LIFO_DEQUE {
    @Override
    public Channel open(int capacity) {
      return new Stack(new LinkedBlockingDeque<>(capacity));
    }
  },

  /** First in, first out: JCTools' array, no lock. It can't wait; here its users spin and yield. */
  JCTOOLS_MPMC {
    @Override
    public Channel open(int capacity) {
      return new Spinning(new MpmcArrayQueue<>(capacity));
    }
  },

  /** First in, first out: the queue between processes, here between the threads of one. */
  PROCESS_QUEUE {
    @Override
    public Channel open(int capacity) {
      return new Shared(SharedQueue.create(capacity));
    }
  };

  /** Opens an empty one. */
  public abstract Channel open(int capacity);

  /** Whether whoever waits keeps its core busy, at least at first. */
  public boolean spins() {
    return this == JCTOOLS_MPMC;
  }

  /**
   * Why it can't hold just so many, in one line; empty if it can.
   *
   * @param items of an operation, which is what a queue without a bound may come to hold
   */
  public Optional<String> refusal(int capacity, int items) {
    return switch (this) {
      case ARRAY_BLOCKING, LINKED_BLOCKING, LIFO_DEQUE, PROCESS_QUEUE -> Optional.empty();
      case SYNCHRONOUS ->
          unless(capacity == 1, capacity, "has no room, so the least there is stands for it: 1");
      case LINKED_TRANSFER, PRIORITY_BLOCKING ->
          unless(capacity == items, capacity, "has no bound, so it takes all items: " + items);
      case JCTOOLS_MPMC ->
          unless(
              capacity > 1 && Integer.bitCount(capacity) == 1,
              capacity,
              "holds a power of two, from 2 on");
    };
  }

  private Optional<String> unless(boolean fits, int capacity, String rule) {
    return fits
        ? Optional.empty()
        : Optional.of("capacity %d: %s %s".formatted(capacity, name(), rule));
  }

  /** What producers and consumers see of a queue; both ends wait. */
  public interface Channel extends AutoCloseable {
    void put(Long item) throws InterruptedException;

    Long take() throws InterruptedException;

    @Override
    default void close() {}
  }

  private record Blocking(BlockingQueue<Long> queue) implements Channel {
    @Override
    public void put(Long item) throws InterruptedException {
      queue.put(item);
    }

    @Override
    public Long take() throws InterruptedException {
      return queue.take();
    }
  }

  private record Stack(LinkedBlockingDeque<Long> deque) implements Channel {
    @Override
    public void put(Long item) throws InterruptedException {
      deque.putFirst(item);
    }

    @Override
    public Long take() throws InterruptedException {
      return deque.takeFirst();
    }
  }

  private record Spinning(MpmcArrayQueue<Long> queue) implements Channel {
    private static final int SPINS = 100;

    @Override
    public void put(Long item) throws InterruptedException {
      for (int tries = 1; !queue.offer(item); tries++) {
        pause(tries);
      }
    }

    @Override
    public Long take() throws InterruptedException {
      Long item = queue.poll();
      for (int tries = 1; item == null; tries++) {
        pause(tries);
        item = queue.poll();
      }
      return item;
    }

    /** Where there are more sides than cores, the one that is waited for needs the core. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void pause(int tries) throws InterruptedException {
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else if (Thread.interrupted()) {
        throw new InterruptedException();
      } else {
        Thread.yield();
      }
    }
  }

  private record Shared(SharedQueue<Long> queue) implements Channel {
    @Override
    public void put(Long item) throws InterruptedException {
      queue.put(item);
    }

    @Override
    public Long take() throws InterruptedException {
      return queue.take();
    }

    @Override
    public void close() {
      queue.close();
    }
  }
}
