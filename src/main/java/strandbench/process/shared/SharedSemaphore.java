package strandbench.process.shared;

import java.util.concurrent.TimeUnit;

/**
 * A number of permits for the threads of several processes: never more of them are past {@link
 * #acquire} and not yet at {@link #release} than there are permits. It is not fair: a permit goes
 * to whoever comes first once it is free.
 *
 * <pre>{@code
 * record Download(SharedSemaphore connections, URI from) implements Callable<byte[]>, Serializable {
 *   public byte[] call() throws InterruptedException {
 *     connections.acquire();
 *     try {
 *       return get(from);
 *     } finally {
 *       connections.release();
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p><b>Permits belong to processes.</b> Each permit has a word of its own in the shared memory
 * that says who holds it, and changes hands by one store. So when a process ends, however it does,
 * exactly the permits that it held are free again. (Those of a POSIX or Python semaphore are lost.)
 * The price is that a process can give back only what one of its threads has taken: this is a
 * semaphore that guards a resource, not one that counts signals from one process to another; for
 * those there are {@link SharedEvent}, {@link SharedCondition} and {@link SharedQueue}.
 *
 * <p><b>Memory effects.</b> What a thread did before it gave a permit back is visible to whoever
 * takes that permit next.
 *
 * <p>Methods that take a permit throw {@link ObjectClosedException} if the creator has closed the
 * semaphore, and {@link CreatorDiedException} if the creator's process has ended.
 */
public final class SharedSemaphore extends SharedObject {
  private static final long serialVersionUID = 1L;

  private static final int MAX_PERMITS = 1 << 20;

  /** How often a permit was given back, for those who wait for that. */
  private static final long RELEASES = Block.START;

  /** A word for each permit: the number of the process that holds it, or 0. */
  private static final long PERMITS = RELEASES + Block.LINE;

  private final transient int permits;
  private final transient long self;

  /** Where to look first; a guess. */
  private transient volatile int recent;

  SharedSemaphore(Block block) {
    super(block);
    this.permits = (int) ((block.memory().byteSize() - PERMITS) / Long.BYTES);
    this.self = block.lot().member();
  }

  /**
   * Creates one all of whose permits are free.
   *
   * @param permits from 1 to 1,048,576
   * @throws IllegalArgumentException if they are fewer, or more
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedSemaphore create(int permits) {
    if (permits < 1 || permits > MAX_PERMITS) {
      throw new IllegalArgumentException("a semaphore of " + permits + " permits");
    }
    return create("semaphore", PERMITS + (long) permits * Long.BYTES, SharedSemaphore::new);
  }

  /** How many permits there are, free or not. */
  public int permits() {
    return permits;
  }

  /** How many permits are free, for monitoring: others take and give meanwhile. */
  public int availablePermits() {
    int free = 0;
    for (int i = 0; i < permits; i++) {
      free += block().get(permit(i)) == 0 ? 1 : 0;
    }
    return free;
  }

  /** Takes a permit, and waits for one where it must. */
  public void acquire() throws InterruptedException {
    acquire(TimeLimit.INTERRUPTIBLE);
  }

  /** Takes a permit, and waits for one where it must. An interrupt is kept for later. */
  public void acquireUninterruptibly() {
    try {
      acquire(TimeLimit.UNINTERRUPTIBLE);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing here is interruptible", e);
    }
  }

  /** Takes a permit if one is free, without waiting; returns whether it did. */
  public boolean tryAcquire() {
    block().check();
    return exchange(0, self);
  }

  /**
   * Takes a permit, and waits some time for one where it must.
   *
   * @return false if the time is over
   */
  public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return acquire(TimeLimit.in(timeout, unit));
  }

  private boolean acquire(TimeLimit limit) throws InterruptedException {
    block().check();
    if (limit.interruptible() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Spin spin = new Spin(block().lot());
    while (true) {
      long releases = block().get(RELEASES) & ~Block.WAITERS;
      if (exchange(0, self)) {
        return true;
      }
      if (!spin.once() && !block().await(RELEASES, releases, limit)) {
        return false;
      }
    }
  }

  /**
   * Gives back a permit that a thread of this process has taken.
   *
   * @throws IllegalStateException if this process holds none
   */
  public void release() {
    if (!exchange(self, 0)) {
      throw new IllegalStateException("this process holds no permit of " + block());
    }
    long seen;
    long left;
    do {
      seen = block().get(RELEASES);
      left = (seen & ~Block.WAITERS) + 1;
    } while (!block().compareAndSet(RELEASES, seen, left));
    if ((seen & Block.WAITERS) != 0) {
      block().lot().wakeAfter(block(), RELEASES, 1, left);
    }
  }

  /** Hands one permit from a holder to another; false if the first holds none. */
  private boolean exchange(long from, long to) {
    int start = recent;
    for (int i = 0; i < permits; i++) {
      int index = start + i < permits ? start + i : start + i - permits;
      long word = permit(index);
      if (block().get(word) == from && block().compareAndSet(word, from, to)) {
        if (index != start) {
          recent = index;
        }
        return true;
      }
    }
    return false;
  }

  private static long permit(int index) {
    return PERMITS + (long) index * Long.BYTES;
  }

  /** Whoever waits is woken afterwards. */
  @Override
  void left(int member, long pid, boolean orderly) {
    for (int i = 0; i < permits; i++) {
      if (block().compareAndSet(permit(i), member, 0)) {
        block().getAndAdd(RELEASES, 1);
      }
    }
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.SEMAPHORE, block(), null);
  }
}
