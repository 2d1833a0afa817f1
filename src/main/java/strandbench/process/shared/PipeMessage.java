package strandbench.process.shared;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * What the ends of a pipe and its broker tell each other. A frame is a type of one byte, and the
 * fields.
 */
sealed interface PipeMessage {
  /**
   * To the broker, first of all: this process takes an end.
   *
   * @param end 0 or 1
   * @param pid of the process, for messages
   * @param address by which the other end reaches this one
   */
  record Claim(int end, long pid, Hub.Address address) implements PipeMessage {}

  /** From the broker: the end is this process's. */
  record Granted() implements PipeMessage {}

  /** From the broker: the end is another process's. */
  record Refused(String reason) implements PipeMessage {}

  /** From the broker, to one of the two: the other end is there, connect to it. */
  record Peer(Hub.Address address) implements PipeMessage {}

  /** To the other end: an object, as {@link strandbench.process.wire.Codec} writes it. */
  record Data(ByteBuffer object) implements PipeMessage {}

  /** To the other end, by the broker: what follows comes on the direct connection. */
  record Moved() implements PipeMessage {}

  /** To the other end: nothing follows. */
  record Closed() implements PipeMessage {}

  byte CLAIM = 1;
  byte REFUSED = 2;
  byte PEER = 3;
  byte DATA = 4;
  byte MOVED = 5;
  byte CLOSED = 6;
  byte GRANTED = 7;

  /** The whole frame, length first, ready to be sent. */
  default ByteBuffer encode() {
    return switch (this) {
      case Claim claim -> {
        byte[] socket = bytes(claim.address().socket());
        byte[] token = bytes(claim.address().token());
        ByteBuffer frame = frame(CLAIM, 17 + socket.length + token.length);
        frame.put((byte) claim.end()).putLong(claim.pid());
        yield put(put(frame, socket), token).flip();
      }
      case Refused refused -> {
        byte[] reason = bytes(refused.reason());
        yield put(frame(REFUSED, 4 + reason.length), reason).flip();
      }
      case Peer peer -> {
        byte[] socket = bytes(peer.address().socket());
        byte[] token = bytes(peer.address().token());
        yield put(put(frame(PEER, 8 + socket.length + token.length), socket), token).flip();
      }
      case Data data ->
          frame(DATA, data.object().remaining()).put(data.object().duplicate()).flip();
      case Granted granted -> frame(GRANTED, 0).flip();
      case Moved moved -> frame(MOVED, 0).flip();
      case Closed closed -> frame(CLOSED, 0).flip();
    };
  }

  /**
   * Reads a frame without its length. The object in it is a view of the given bytes.
   *
   * @throws ProtocolException if it is no message, from its first byte to its last
   */
  static PipeMessage decode(ByteBuffer frame) throws ProtocolException {
    byte type = frame.hasRemaining() ? frame.get() : 0;
    try {
      PipeMessage message =
          switch (type) {
            case CLAIM -> new Claim(end(frame), frame.getLong(), address(frame));
            case GRANTED -> new Granted();
            case REFUSED -> new Refused(text(frame));
            case PEER -> new Peer(address(frame));
            case DATA -> new Data(rest(frame));
            case MOVED -> new Moved();
            case CLOSED -> new Closed();
            default -> throw new ProtocolException("refused a pipe's frame of type " + type);
          };
      if (frame.hasRemaining()) {
        throw new ProtocolException("refused a pipe's frame that is too long, of type " + type);
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new ProtocolException("refused a pipe's frame that is too short, of type " + type);
    }
  }

  private static ByteBuffer frame(byte type, int size) {
    return FrameChannel.frame(1 + size).put(type);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer put(ByteBuffer frame, byte[] bytes) {
    return frame.putInt(bytes.length).put(bytes);
  }

  private static int end(ByteBuffer frame) throws ProtocolException {
    byte end = frame.get();
    if (end != 0 && end != 1) {
      throw new ProtocolException("refused a claim to the end " + end + " of a pipe");
    }
    return end;
  }

  private static Hub.Address address(ByteBuffer frame) throws ProtocolException {
    return new Hub.Address(text(frame), text(frame));
  }

  private static String text(ByteBuffer frame) throws ProtocolException {
    int length = frame.getInt();
    if (length < 0 || length > frame.remaining()) {
      throw new ProtocolException("refused a pipe's frame with a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ByteBuffer rest(ByteBuffer frame) {
    ByteBuffer rest = frame.slice();
    frame.position(frame.limit());
    return rest;
  }
}
