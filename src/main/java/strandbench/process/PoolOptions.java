package strandbench.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import strandbench.process.wire.Hub;

/**
 * What a pool's builder has gathered.
 *
 * @param filter rules for what either side reads, as {@link
 *     java.io.ObjectInputFilter.Config#createFilter} takes them
 * @param initializer a Runnable as bytes; empty where there is none
 * @param taskTimeout null for none
 * @param grace how long a task has to heed an interrupt
 * @param maxTasksPerWorker {@link Long#MAX_VALUE} for no limit
 * @param idleTimeout null for none
 */
record PoolOptions(
    int workers,
    JvmCommand command,
    String filter,
    Transport transport,
    int concurrencyPerWorker,
    ByteBuffer initializer,
    Duration taskTimeout,
    Duration grace,
    long maxTasksPerWorker,
    int queueCapacity,
    WhenFull whenFull,
    Duration idleTimeout,
    int maxDeathsPerTask) {
  private static final int RING_CAPACITY = 1 << 18;
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  /** Memory for a worker, with rings where they are wanted; null where there is no room. */
  WorkerMemory workerMemory() {
    try {
      return WorkerMemory.create(transport == Transport.RING ? RING_CAPACITY : 0);
    } catch (IOException e) {
      if (!TOLD.getAndSet(true)) {
        System.err.println("strandbench: no shared memory, so pools use sockets alone: " + e);
      }
      return null;
    }
  }

  /**
   * @param memory null for none
   */
  Message.Configure configure(Hub.Address address, WorkerMemory memory) {
    return new Message.Configure(
        address.socket(),
        address.token(),
        filter,
        memory == null ? "" : memory.file().reference(),
        memory == null ? 0 : memory.ringCapacity(),
        concurrencyPerWorker,
        initializer);
  }
}
