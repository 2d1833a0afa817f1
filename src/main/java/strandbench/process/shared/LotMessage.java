package strandbench.process.shared;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import strandbench.process.wire.FrameChannel;

/**
 * What a process and the host of a lot say to each other.
 *
 * @param object which one; 0 where none is meant
 * @param offset of the word
 * @param value what {@link Op} says
 * @param ticket of the wait, as the process that waits numbers them; 0 where none is meant
 */
record LotMessage(Op op, long object, long offset, long value, long ticket) {
  /** The only size there is. */
  static final int SIZE = 1 + 4 * Long.BYTES;

  private static final Op[] OPS = Op.values();

  enum Op {
    /** To the host, first of all; value: the process id. */
    JOIN(1),
    /** The answer to it; value: the member's number; offset: the host's processors. */
    WELCOME(2),
    /** To the host, at an orderly end. */
    LEAVE(3),
    /** To the host. */
    OPEN(4),
    /** The answer to OPEN and TAKE_PART; value: 1 if there is such an object, else 0. */
    ANSWER(5),
    /** From the host: the object's creator has closed it. */
    CLOSED(6),
    /** To the host; value: what is expected there. */
    WAIT(7),
    /** As WAIT, and QUEUED is the first answer. */
    WAIT_CONFIRMED(8),
    /** From the host: a wake counts from now on. */
    QUEUED(9),
    /** From the host. */
    WOKEN(10),
    /** From the host: the word had changed, so the wait didn't begin. */
    CHANGED(11),
    /** To the host: the wait is over. A wake that is on its way already comes back as a WAKE. */
    CANCEL(12),
    /** To the host; value: how many. */
    WAKE(13),
    /** To the host; value: what the change left; ticket: how many. */
    WAKE_AFTER(14),
    /** To the host; value: the role. */
    TAKE_PART(15);

    private final byte code;

    Op(int code) {
      this.code = (byte) code;
    }

    private static Op of(byte code) throws ProtocolException {
      for (Op op : OPS) {
        if (op.code == code) {
          return op;
        }
      }
      throw new ProtocolException("refused a message of unknown kind " + code);
    }
  }

  static LotMessage of(Op op) {
    return new LotMessage(op, 0, 0, 0, 0);
  }

  ByteBuffer encode() {
    return FrameChannel.frame(SIZE)
        .put(op.code)
        .putLong(object)
        .putLong(offset)
        .putLong(value)
        .putLong(ticket)
        .flip();
  }

  static LotMessage decode(ByteBuffer frame) throws ProtocolException {
    if (frame.remaining() != SIZE) {
      throw new ProtocolException("refused a message of " + frame.remaining() + " bytes");
    }
    return new LotMessage(
        Op.of(frame.get()), frame.getLong(), frame.getLong(), frame.getLong(), frame.getLong());
  }
}
