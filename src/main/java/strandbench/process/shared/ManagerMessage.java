package strandbench.process.shared;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import strandbench.process.wire.FrameChannel;

/**
 * What a manager and its clients tell each other. A frame is a type of one byte, the call's number,
 * and the fields. Each call is answered once; calls of one process have different numbers.
 */
sealed interface ManagerMessage {
  /**
   * To the manager: do something with an object.
   *
   * @param parts null for one that is absent
   */
  record Call(long number, int object, ManagerOperation operation, List<ByteBuffer> parts)
      implements ManagerMessage {}

  /** To the manager: answer now, if the call waits. */
  record Cancel(long number) implements ManagerMessage {}

  /** To the manager: the element that it answered with has arrived. */
  record Confirm(long number) implements ManagerMessage {}

  /** From the manager: what the call returns. */
  record Returned(long number, List<ByteBuffer> parts) implements ManagerMessage {}

  /** From the manager: what the call throws, as an object. */
  record Thrown(long number, ByteBuffer exception) implements ManagerMessage {}

  /** From the manager: the call waited, and waits no more; it had no effect. */
  record Cancelled(long number) implements ManagerMessage {}

  byte CALL = 1;
  byte CANCEL = 2;
  byte CONFIRM = 3;
  byte RETURNED = 4;
  byte THROWN = 5;
  byte CANCELLED = 6;

  /** Where a part's size would stand, if there is no part. */
  int ABSENT = -1;

  long number();

  /** The whole frame, length first, ready to be sent. */
  default ByteBuffer encode() {
    return switch (this) {
      case Call call -> {
        ByteBuffer frame = frame(CALL, call.number(), 5 + size(call.parts()));
        frame.putInt(call.object()).put(call.operation().number());
        yield put(frame, call.parts()).flip();
      }
      case Returned returned ->
          put(frame(RETURNED, returned.number(), size(returned.parts())), returned.parts()).flip();
      case Thrown thrown ->
          frame(THROWN, thrown.number(), thrown.exception().remaining())
              .put(thrown.exception().duplicate())
              .flip();
      case Cancel cancel -> frame(CANCEL, cancel.number(), 0).flip();
      case Confirm confirm -> frame(CONFIRM, confirm.number(), 0).flip();
      case Cancelled cancelled -> frame(CANCELLED, cancelled.number(), 0).flip();
    };
  }

  /**
   * Reads a frame without its length. The parts are views of the given bytes.
   *
   * @throws ProtocolException if it is no message, from its first byte to its last
   */
  static ManagerMessage decode(ByteBuffer frame) throws ProtocolException {
    byte type = frame.hasRemaining() ? frame.get() : 0;
    try {
      long number = frame.getLong();
      ManagerMessage message =
          switch (type) {
            case CALL -> new Call(number, frame.getInt(), operation(frame.get()), parts(frame));
            case CANCEL -> new Cancel(number);
            case CONFIRM -> new Confirm(number);
            case RETURNED -> new Returned(number, parts(frame));
            case THROWN -> new Thrown(number, rest(frame));
            case CANCELLED -> new Cancelled(number);
            default -> throw new ProtocolException("refused a manager's frame of type " + type);
          };
      if (frame.hasRemaining()) {
        throw new ProtocolException("refused a manager's frame that is too long, of type " + type);
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new ProtocolException("refused a manager's frame that is too short, of type " + type);
    }
  }

  private static ByteBuffer frame(byte type, long number, int size) {
    return FrameChannel.frame(9 + size).put(type).putLong(number);
  }

  private static int size(List<ByteBuffer> parts) {
    int size = 0;
    for (ByteBuffer part : parts) {
      size = Math.addExact(size, 4 + (part == null ? 0 : part.remaining()));
    }
    return size;
  }

  private static ByteBuffer put(ByteBuffer frame, List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (part == null) {
        frame.putInt(ABSENT);
      } else {
        frame.putInt(part.remaining()).put(part.duplicate());
      }
    }
    return frame;
  }

  private static ManagerOperation operation(byte number) throws ProtocolException {
    ManagerOperation operation = ManagerOperation.of(number);
    if (operation == null) {
      throw new ProtocolException("refused a call of the operation " + number);
    }
    return operation;
  }

  private static List<ByteBuffer> parts(ByteBuffer frame) throws ProtocolException {
    List<ByteBuffer> parts = new ArrayList<>(3);
    while (frame.hasRemaining()) {
      int size = frame.getInt();
      if (size < ABSENT || size > frame.remaining()) {
        throw new ProtocolException("refused a manager's frame with a part of " + size + " bytes");
      }
      if (size == ABSENT) {
        parts.add(null);
      } else {
        parts.add(frame.slice(frame.position(), size));
        frame.position(frame.position() + size);
      }
    }
    return parts;
  }

  private static ByteBuffer rest(ByteBuffer frame) {
    ByteBuffer rest = frame.slice();
    frame.position(frame.limit());
    return rest;
  }
}
