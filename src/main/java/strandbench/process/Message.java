package strandbench.process;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import strandbench.process.wire.Codec;

/**
 * What pool and worker tell each other: the protocol, and nothing of how its frames travel or what
 * the objects in it are.
 *
 * <p>A frame is a length of four bytes (of what follows), a type of one byte, and the fields.
 * {@link Belong}, {@link Configure}, {@link Cancel} and {@link Inspect} travel over the worker's
 * standard input, the rest over its {@link Link}. Tasks have sequence numbers that grow from 1 in
 * each worker.
 *
 * <p>Records encode themselves, instead of a switch over their types, because a worker would pay
 * for the bootstrap of that switch at each start.
 */
sealed interface Message {
  /** Of a frame without its length. */
  int MAX_SIZE = Codec.MAX_OBJECT + (1 << 17);

  /**
   * To the worker, first of all: the parent's scratch directory, which the worker removes if the
   * parent dies. The parent makes it only after it has sent this.
   *
   * @param parent its process id
   */
  record Belong(String scratch, long parent) implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] text = bytes(scratch);
      return put(frame(BELONG, 12 + text.length), text).putLong(parent).flip();
    }
  }

  /**
   * To the worker: where to connect and as what.
   *
   * @param memory the reference of the memory that both sides map, empty where there is none
   * @param ringCapacity of each of the two rings in it, 0 where messages take the socket
   * @param concurrency how many tasks run at once
   * @param initializer a Runnable to run before all tasks; empty where there is none
   */
  record Configure(
      String socket,
      String token,
      String filter,
      String memory,
      int ringCapacity,
      int concurrency,
      ByteBuffer initializer)
      implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] first = bytes(socket);
      byte[] second = bytes(token);
      byte[] third = bytes(filter);
      byte[] fourth = bytes(memory);
      int texts = first.length + second.length + third.length + fourth.length;
      ByteBuffer frame = frame(CONFIGURE, 16 + texts + 8 + initializer.remaining());
      put(put(put(put(frame, first), second), third), fourth);
      return frame.putInt(ringCapacity).putInt(concurrency).put(initializer.duplicate()).flip();
    }
  }

  /** From the worker: it is ready. */
  record Ready() implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(READY, 0).flip();
    }
  }

  /** Either way, beside a ring: look into it. */
  record Doorbell() implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(DOORBELL, 0).flip();
    }
  }

  /** From a worker that shares no memory: a task starts now. */
  record Started(long sequence) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(STARTED, 8).putLong(sequence).flip();
    }
  }

  /** From a worker that shares no memory: it is on an orderly way out. */
  record Exiting() implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(EXITING, 0).flip();
    }
  }

  /** What the bytes of a task are. */
  enum Form {
    RUNNABLE,
    CALLABLE,
    /** As {@link Chunk#write} makes them. */
    CHUNK
  }

  /** To the worker: run a task, and answer. */
  record Run(long sequence, Form form, ByteBuffer task) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(RUN, 9 + task.remaining())
          .putLong(sequence)
          .put(number(form))
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

  /**
   * From the worker: what the task threw, as text and (or empty, where it can't be) as object.
   *
   * @param outOfMemory whether the worker will exit over it
   */
  record Failed(long sequence, boolean outOfMemory, String trace, ByteBuffer exception)
      implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] text = bytes(trace);
      ByteBuffer frame = frame(FAILED, 13 + text.length + exception.remaining());
      frame.putLong(sequence).put((byte) (outOfMemory ? 1 : 0));
      return put(frame, text).put(exception.duplicate()).flip();
    }
  }

  /** To the worker: drop the task if it has not started; else interrupt it, where asked to. */
  record Cancel(long sequence, boolean interrupt) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(CANCEL, 9).putLong(sequence).put((byte) (interrupt ? 1 : 0)).flip();
    }
  }

  /** To the worker: where is this task? */
  record Inspect(long sequence) implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(INSPECT, 8).putLong(sequence).flip();
    }
  }

  /** From the worker: the stack of a task's thread, as text, a line for each frame. */
  record Stack(long sequence, String trace) implements Message {
    @Override
    public ByteBuffer encode() {
      byte[] text = bytes(trace);
      return put(frame(STACK, 12 + text.length).putLong(sequence), text).flip();
    }
  }

  /** To the worker: no more will come, so exit in order. */
  record Stop() implements Message {
    @Override
    public ByteBuffer encode() {
      return frame(STOP, 0).flip();
    }
  }

  byte BELONG = 1;
  byte CONFIGURE = 2;
  byte READY = 3;
  byte RUN = 4;
  byte COMPLETED = 5;
  byte FAILED = 6;
  byte CANCEL = 7;
  byte STOP = 8;
  byte DOORBELL = 9;
  byte STARTED = 10;
  byte EXITING = 11;
  byte INSPECT = 12;
  byte STACK = 13;

  /** The whole frame, length first, ready to be written. */
  ByteBuffer encode();

  /**
   * Reads a frame without its length; null is read as null. The message's objects are views of the
   * given bytes.
   *
   * @throws ProtocolException if it is no message, from its first byte to its last
   */
  static Message decode(ByteBuffer frame) throws ProtocolException {
    if (frame == null) {
      return null;
    }
    byte type = frame.hasRemaining() ? frame.get() : 0;
    try {
      Message message =
          switch (type) {
            case BELONG -> new Belong(text(frame), frame.getLong());
            case CONFIGURE ->
                new Configure(
                    text(frame),
                    text(frame),
                    text(frame),
                    text(frame),
                    frame.getInt(),
                    frame.getInt(),
                    rest(frame));
            case READY -> new Ready();
            case RUN -> new Run(frame.getLong(), form(frame), rest(frame));
            case COMPLETED -> new Completed(frame.getLong(), rest(frame));
            case FAILED -> new Failed(frame.getLong(), flag(frame), text(frame), rest(frame));
            case CANCEL -> new Cancel(frame.getLong(), flag(frame));
            case INSPECT -> new Inspect(frame.getLong());
            case STACK -> new Stack(frame.getLong(), text(frame));
            case STOP -> new Stop();
            case DOORBELL -> new Doorbell();
            case STARTED -> new Started(frame.getLong());
            case EXITING -> new Exiting();
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

  @SuppressWarnings("EnumOrdinal") // Both sides run the same class.
  private static byte number(Form form) {
    return (byte) form.ordinal();
  }

  private static Form form(ByteBuffer frame) throws ProtocolException {
    byte number = frame.get();
    for (Form form : Form.values()) {
      if (number(form) == number) {
        return form;
      }
    }
    throw new ProtocolException("refused a frame with the form of task " + number);
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
