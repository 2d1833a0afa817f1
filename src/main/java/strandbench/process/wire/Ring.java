package strandbench.process.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A queue of records in memory that two processes map: one thread puts, another takes. A record is
 * there from the one store on that publishes it; who dies before that has put nothing.
 *
 * <p>Layout: 128 bytes for the producer's position, 128 for the consumer's, 128 for whether the
 * consumer sleeps, then the records, each with its size (4 bytes) before it, at multiples of 8. A
 * size of -1 says that the rest to the end is not used, of 0 that the record travels elsewhere.
 * Positions count bytes from the start of time, and only grow.
 *
 * <p>Sleeping: who finds the ring empty says {@link #sleep} and looks again before it waits; who
 * has put asks {@link #wake}, and must ring where it returns true. Each orders its store before its
 * load, so one of them sees the other.
 */
public final class Ring {
  private static final int PRODUCER = 0;
  private static final int CONSUMER = 128;
  private static final int SLEEPS = 256;
  private static final int DATA = 384;
  private static final int HEADER = Integer.BYTES;
  private static final int PADDING = -1;
  private static final int ELSEWHERE = 0;

  private static final VarHandle POSITION =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle FLAG =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** Used at absolute positions alone, so its own position is that of no thread. */
  private final ByteBuffer memory;

  private final int capacity;

  /** This side's position, and what it last saw of the other's. */
  private long own;

  private long other;

  /**
   * @param memory zeros at first, {@link #size} bytes, at a multiple of 8
   * @param capacity in bytes, a power of two
   */
  public Ring(ByteBuffer memory, int capacity) {
    this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
    this.capacity = capacity;
  }

  /** How much memory a ring of some capacity takes. */
  public static int size(int capacity) {
    return DATA + capacity;
  }

  /** The largest record that always fits into an empty ring. */
  public int maxRecord() {
    return capacity / 4;
  }

  /**
   * Puts a record without publishing it. The producer's.
   *
   * @param record from position to limit, a byte at least, backed by an array; not consumed
   * @return false if there is no room now
   */
  public boolean put(ByteBuffer record) {
    int size = record.remaining();
    if (!makeRoom(size)) {
      return false;
    }
    int at = place();
    memory.putInt(at, size);
    memory.put(at + HEADER, record.array(), record.arrayOffset() + record.position(), size);
    own += stride(size);
    return true;
  }

  /** Puts, in the place of a record, that it travels elsewhere. Else as {@link #put}. */
  public boolean putElsewhere() {
    if (!makeRoom(ELSEWHERE)) {
      return false;
    }
    memory.putInt(place(), ELSEWHERE);
    own += stride(ELSEWHERE);
    return true;
  }

  /** Makes what was put visible to the consumer. */
  public void publish() {
    POSITION.setRelease(memory, PRODUCER, own);
  }

  private boolean makeRoom(int size) {
    int stride = stride(size);
    int toEnd = capacity - (int) (own & (capacity - 1));
    int needed = stride <= toEnd ? stride : toEnd + stride;
    if (own + needed - other > capacity) {
      other = (long) POSITION.getAcquire(memory, CONSUMER);
      if (own + needed - other > capacity) {
        return false;
      }
    }
    if (stride > toEnd) {
      memory.putInt(place(), PADDING);
      own += toEnd;
    }
    return true;
  }

  /** Where this side is. */
  private int place() {
    return DATA + (int) (own & (capacity - 1));
  }

  private static int stride(int size) {
    return (HEADER + size + 7) & -8;
  }

  /**
   * Takes the next record. The consumer's.
   *
   * @return its bytes, or null if there is none, or the next travels elsewhere
   * @throws ProtocolException if what is there is no record: the other side is not what it should
   *     be
   */
  public ByteBuffer take() throws ProtocolException {
    if (!findRecord()) {
      return null;
    }
    int at = place();
    int size = memory.getInt(at);
    if (size == ELSEWHERE) {
      return null;
    }
    if (size < 0 || size > DATA + capacity - at - HEADER) {
      throw new ProtocolException("refused a record of " + size + " bytes in a ring");
    }
    byte[] bytes = new byte[size];
    memory.get(at + HEADER, bytes);
    advance(stride(size));
    return ByteBuffer.wrap(bytes);
  }

  /**
   * Takes note of a record that travels elsewhere. The consumer's.
   *
   * @return false if that is not what comes next
   * @throws ProtocolException as {@link #take}
   */
  public boolean takeElsewhere() throws ProtocolException {
    if (!findRecord() || memory.getInt(place()) != ELSEWHERE) {
      return false;
    }
    advance(stride(ELSEWHERE));
    return true;
  }

  /** Skips unused ends. What is published while this looks is looked at as well. */
  private boolean findRecord() throws ProtocolException {
    while (hasRecord()) {
      if (other - own < 0 || other - own > capacity) {
        throw new ProtocolException("refused a ring that holds " + (other - own) + " bytes");
      }
      int at = place();
      if (memory.getInt(at) != PADDING) {
        return true;
      }
      advance(DATA + capacity - at);
    }
    return false;
  }

  /** Whether {@link #take} would return something. The consumer's. */
  public boolean hasRecord() {
    if (own == other) {
      other = (long) POSITION.getAcquire(memory, PRODUCER);
    }
    return own != other;
  }

  private void advance(int bytes) {
    own += bytes;
    POSITION.setRelease(memory, CONSUMER, own);
  }

  /** Says that the consumer is about to wait; look for records once more before that. */
  public void sleep() {
    FLAG.setVolatile(memory, SLEEPS, 1);
    VarHandle.fullFence();
  }

  /** Says that the consumer looks for records by itself. */
  public void awake() {
    FLAG.setVolatile(memory, SLEEPS, 0);
  }

  /**
   * Whether the consumer sleeps and nobody has woken it yet; then the caller must.
   *
   * @param patienceNanos for how long to look whether it gets up by itself
   */
  public boolean wake(long patienceNanos) {
    VarHandle.fullFence();
    long start = patienceNanos > 0 && sleeps() ? System.nanoTime() : 0;
    while (sleeps()) {
      if (patienceNanos <= 0 || System.nanoTime() - start > patienceNanos) {
        return FLAG.compareAndSet(memory, SLEEPS, 1, 0);
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private boolean sleeps() {
    return (int) FLAG.getVolatile(memory, SLEEPS) == 1;
  }
}
