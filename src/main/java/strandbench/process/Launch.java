package strandbench.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import strandbench.process.wire.Codec;
import strandbench.process.wire.FrameChannel;

/**
 * What the child of a {@link JvmProcess} is told on its standard input, in one frame.
 *
 * @param name of the process
 * @param daemon whether it is one
 * @param parent the parent's process id
 * @param scratch the parent's scratch directory, for the child to remove where the parent can't
 * @param note a file that the child deletes to tell that it exits of its own accord
 * @param rules the filter for what the task is read from
 * @param task a {@link JvmProcess}, written by {@link Codec}
 */
record Launch(
    String name,
    boolean daemon,
    long parent,
    String scratch,
    String note,
    String rules,
    ByteBuffer task) {
  /** What a frame may take without its length. */
  static final int MAX_SIZE = Codec.MAX_OBJECT + (1 << 17);

  /**
   * The frame, its length included.
   *
   * @throws IOException if it is too long
   */
  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, name);
      out.writeBoolean(daemon);
      out.writeLong(parent);
      write(out, scratch);
      write(out, note);
      write(out, rules);
      out.write(task.array(), task.arrayOffset() + task.position(), task.remaining());
    }
    if (bytes.size() > MAX_SIZE) {
      throw new IOException("name and filter take more than " + (1 << 17) + " bytes");
    }
    return FrameChannel.frame(bytes.size()).put(bytes.toByteArray()).array();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * @param frame without its length
   * @throws IOException if it is none
   */
  static Launch decode(ByteBuffer frame) throws IOException {
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(frame.array(), frame.arrayOffset(), frame.remaining());
    DataInputStream in = new DataInputStream(bytes);
    return new Launch(
        read(in),
        in.readBoolean(),
        in.readLong(),
        read(in),
        read(in),
        read(in),
        frame.slice(frame.limit() - bytes.available(), bytes.available()));
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
