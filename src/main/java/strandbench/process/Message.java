package strandbench.process;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What pool and worker tell each other: the protocol, and nothing of how its frames travel or what
 * the objects in it are.
 *
 * <p>A frame is a length of four bytes (of what follows), a type of one byte, and the fields.
 * {@link Configure}, {@link Connect}, {@link Cancel} and {@link Stop} travel over the worker's
 * standard input, the rest over its socket. Tasks have sequence numbers that grow from 1 in each
 * worker.
 *
 * <p>Records encode themselves, instead of a switch over their types, because a worker would pay
 * for the bootstrap of that switch at each start.
 */
sealed interface Message {
  /** Of a frame without its length. */
  int MAX_SIZE = 64 << 20;

  /** What an object may take in a frame: room is kept for the other fields. */
  int MAX_OBJECT = MAX_SIZE - (1 << 17);

  /** Before a peer has proved who it is, a frame may have this size. */
  int MAX_HELLO = 4096;

  /**
   * To the worker, first of all: where socket and board will be, so that the worker can remove them
   * if the parent dies. The parent makes them only after it has sent this.
   */
  record Configure(String directory, String secret, String filter) implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] first = bytes(directory);
      byte[] second = bytes(secret);
      byte[] third = bytes(filter);
      ByteBuffer frame = frame(CONFIGURE, 12 + first.length + second.length + third.length);
      return put(put(put(frame, first), second), third).flip();
    }
  }

  /** To the worker: the socket listens. */
  record Connect() implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(CONNECT, 0).flip();
    }
  }

  /** From the worker: it is ready, and knows the secret. */
  record Hello(String secret) implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] bytes = bytes(secret);
      return put(frame(HELLO, 4 + bytes.length), bytes).flip();
    }
  }

  /** To the worker: run a task, a Callable or else a Runnable, and answer. */
  record Run(long sequence, boolean callable, ByteBuffer task) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(RUN, 9 + task.remaining())
          .putLong(sequence)
          .put((byte) (callable ? 1 : 0))
          .put(task.duplicate())
          .flip();
    }
  }

  /** From the worker: what the task returned. */
  record Completed(long sequence, ByteBuffer value) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(COMPLETED, 8 + value.remaining())
          .putLong(sequence)
          .put(value.duplicate())
          .flip();
    }
  }

  /** From the worker: what the task threw, as text and (or empty, where it can't be) as object. */
  record Failed(long sequence, String trace, ByteBuffer exception) implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] text = bytes(trace);
      ByteBuffer frame = frame(FAILED, 12 + text.length + exception.remaining());
      return put(frame.putLong(sequence), text).put(exception.duplicate()).flip();
    }
  }

  /** To the worker: interrupt the task if it runs, drop it if it comes later. */
  record Cancel(long sequence) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(CANCEL, 8).putLong(sequence).flip();
    }
  }

  /** To the worker: the end of the connection is meant, so exit in order. */
  record Stop() implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(STOP, 0).flip();
    }
  }

  byte CONFIGURE = 1;
  byte CONNECT = 2;
  byte HELLO = 3;
  byte RUN = 4;
  byte COMPLETED = 5;
  byte FAILED = 6;
  byte CANCEL = 7;
  byte STOP = 8;

  /** The whole frame, length first, ready to be written. */
  ByteBuffer encode();

  /**
   * Reads a frame without its length. The message's objects are views of the given bytes.
   *
   * @throws ProtocolException if it is no message, from its first byte to its last
   */
  static Message decode(ByteBuffer frame) throws ProtocolException {
    byte type = frame.hasRemaining() ? frame.get() : 0;
    try {
      Message message =
          switch (type) {
            case CONFIGURE -> new Configure(text(frame), text(frame), text(frame));
            case CONNECT -> new Connect();
            case HELLO -> new Hello(text(frame));
            case RUN -> new Run(frame.getLong(), flag(frame), rest(frame));
            case COMPLETED -> new Completed(frame.getLong(), rest(frame));
            case FAILED -> new Failed(frame.getLong(), text(frame), rest(frame));
            case CANCEL -> new Cancel(frame.getLong());
            case STOP -> new Stop();
            default -> throw new ProtocolException("refused a frame of unknown type " + type);
          };
      if (frame.hasRemaining()) {
        throw new ProtocolException("refused a frame of type " + type + " that is too long");
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new ProtocolException("refused a frame of type " + type + " that is too short");
    }
  }

  private static ByteBuffer frame(byte type, int fieldsSize) {
    return ByteBuffer.allocate(5 + fieldsSize).putInt(1 + fieldsSize).put(type);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer put(ByteBuffer frame, byte[] bytes) {
    return frame.putInt(bytes.length).put(bytes);
  }

  private static String text(ByteBuffer frame) throws ProtocolException {
    int length = frame.getInt();
    if (length < 0 || length > frame.remaining()) {
      throw new ProtocolException("refused a frame with a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean flag(ByteBuffer frame) throws ProtocolException {
    byte flag = frame.get();
    if (flag != 0 && flag != 1) {
      throw new ProtocolException("refused a frame with the flag " + flag);
    }
    return flag == 1;
  }

  private static ByteBuffer rest(ByteBuffer frame) {
    ByteBuffer rest = frame.slice();
    frame.position(frame.limit());
    return rest;
  }
}
