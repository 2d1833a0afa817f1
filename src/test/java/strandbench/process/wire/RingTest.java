package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

class RingTest {
  private static final int CAPACITY = 256;
  private static final int PRODUCER = 0;
  private static final int DATA = 384;
  private static final long LIMIT_SECONDS = 60;

  private static ByteBuffer memory(int capacity) {
    return Arena.ofAuto()
        .allocate(Ring.size(capacity), Long.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** What one side does: a size to put, 0 for one elsewhere, or one of these. */
  private static final int PUBLISH = -1;

  private static final int TAKE = -2;

  @Provide
  Arbitrary<Integer> steps() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, Arbitraries.integers().between(0, CAPACITY / 4)),
        Tuple.of(1, Arbitraries.integers().between(CAPACITY / 4, CAPACITY)),
        Tuple.of(3, Arbitraries.just(PUBLISH)),
        Tuple.of(5, Arbitraries.just(TAKE)));
  }

  /** Against a queue: what is published comes out, in order and unchanged; nothing else does. */
  @Property(tries = 1000)
  void behavesAsAQueue(@ForAll List<@From("steps") Integer> steps, @ForAll long seed)
      throws ProtocolException {
    ByteBuffer memory = memory(CAPACITY);
    Ring producer = new Ring(memory, CAPACITY);
    Ring consumer = new Ring(memory, CAPACITY);
    ArrayDeque<byte[]> put = new ArrayDeque<>();
    ArrayDeque<byte[]> published = new ArrayDeque<>();
    Random random = new Random(seed);
    for (int step : steps) {
      if (step == PUBLISH) {
        producer.publish();
        published.addAll(put);
        put.clear();
      } else if (step == TAKE) {
        takes(consumer, published.poll());
      } else {
        byte[] record = new byte[step];
        random.nextBytes(record);
        boolean wasEmpty = put.isEmpty() && published.isEmpty();
        boolean taken = step == 0 ? producer.putElsewhere() : producer.put(ByteBuffer.wrap(record));
        if (taken) {
          put.add(record);
        } else if (wasEmpty) {
          assertThat(step).isGreaterThan(producer.maxRecord());
        }
      }
    }
    producer.publish();
    published.addAll(put);
    while (!published.isEmpty()) {
      takes(consumer, published.poll());
    }
    takes(consumer, null);
  }

  private static void takes(Ring consumer, byte[] expected) throws ProtocolException {
    assertThat(consumer.hasRecord()).isEqualTo(expected != null);
    boolean isElsewhere = expected != null && expected.length == 0;
    ByteBuffer record = consumer.take();
    assertThat(record == null ? null : record.array()).isEqualTo(isElsewhere ? null : expected);
    if (record == null) {
      // Not swallowed by the take before, whatever a reader looked for first.
      assertThat(consumer.takeElsewhere()).isEqualTo(isElsewhere);
    }
  }

  @Property(tries = 300)
  void garbageIsRefusedOrTakenForRecords(@ForAll long position, @ForAll @Size(64) byte[] garbage) {
    ByteBuffer memory = memory(CAPACITY);
    for (int at = DATA; at < memory.capacity(); at += garbage.length) {
      memory.put(at, garbage);
    }
    memory.putLong(PRODUCER, position);
    Ring consumer = new Ring(memory, CAPACITY);
    try {
      // At most so many fit, whatever they are.
      for (int i = 0; i <= CAPACITY / Long.BYTES; i++) {
        if (consumer.take() == null && !consumer.takeElsewhere()) {
          return;
        }
      }
      throw new AssertionError("more records than fit");
    } catch (ProtocolException e) {
      assertThat(e).hasMessageStartingWith("refused a r");
    }
  }

  @Example
  void aProducerThatClaimsMoreThanTheRingHoldsIsRefused() {
    ByteBuffer memory = memory(CAPACITY);
    memory.putLong(PRODUCER, CAPACITY + 8L);
    assertThatThrownBy(() -> new Ring(memory, CAPACITY).take())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("264 bytes");
  }

  /**
   * Two threads, a ring that is full and empty all the time, and the protocol by which the consumer
   * sleeps and the producer wakes it: a wake-up that gets lost is a hang.
   */
  @Example
  void twoThreadsLoseNothingAndNobodySleepsOn() throws Exception {
    int records = 300_000;
    ByteBuffer memory = memory(1 << 12);
    Semaphore bell = new Semaphore(0);
    Semaphore room = new Semaphore(0);
    CompletableFuture<Long> sent = new CompletableFuture<>();
    CompletableFuture<Long> received = new CompletableFuture<>();
    start(sent, () -> produce(new Ring(memory, 1 << 12), records, bell, room));
    start(received, () -> consume(new Ring(memory, 1 << 12), records, bell, room));
    assertThat(received.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .isEqualTo(sent.get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private interface Side {
    long run() throws Exception;
  }

  private static void start(CompletableFuture<Long> result, Side side) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(side.run());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
  }

  private static long produce(Ring ring, int records, Semaphore bell, Semaphore room)
      throws InterruptedException {
    Random random = new Random(7);
    CRC32 all = new CRC32();
    for (int i = 0; i < records; i++) {
      byte[] record = new byte[1 + random.nextInt(random.nextInt(100) == 0 ? 1000 : 24)];
      random.nextBytes(record);
      all.update(record);
      while (!ring.put(ByteBuffer.wrap(record))) {
        publishAndRing(ring, bell);
        room.acquire();
      }
      if (random.nextInt(4) == 0) {
        publishAndRing(ring, bell);
      }
    }
    publishAndRing(ring, bell);
    return all.getValue();
  }

  private static void publishAndRing(Ring ring, Semaphore bell) {
    ring.publish();
    if (ring.wake(0)) {
      bell.release();
    }
  }

  private static long consume(Ring ring, int records, Semaphore bell, Semaphore room)
      throws Exception {
    CRC32 all = new CRC32();
    for (int i = 0; i < records; ) {
      ByteBuffer record = ring.take();
      if (record != null) {
        all.update(record.array());
        i++;
        if (room.availablePermits() == 0) {
          room.release();
        }
        continue;
      }
      ring.sleep();
      if (ring.hasRecord()) {
        ring.awake();
      } else if (!bell.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a wake-up was lost after " + i + " records");
      }
    }
    return all.getValue();
  }
}
