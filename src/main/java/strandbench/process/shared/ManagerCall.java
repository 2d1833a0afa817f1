package strandbench.process.shared;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A call in the manager, from its coming to its answer. */
final class ManagerCall {
  private final ManagerSession session;
  private final ManagerMessage.Call message;

  ManagerCall(ManagerSession session, ManagerMessage.Call message) {
    this.session = session;
    this.message = message;
  }

  ManagerSession session() {
    return session;
  }

  long number() {
    return message.number();
  }

  ManagerOperation operation() {
    return message.operation();
  }

  /** The arguments from one on, which may be none. */
  List<ByteBuffer> from(int index) throws ProtocolException {
    if (message.parts().size() < index) {
      throw tooFew();
    }
    return message.parts().subList(index, message.parts().size());
  }

  /** Null where it is absent. */
  ByteBuffer part(int index) throws ProtocolException {
    if (index >= message.parts().size()) {
      throw tooFew();
    }
    return message.parts().get(index);
  }

  ByteBuffer present(int index) throws ProtocolException {
    ByteBuffer part = part(index);
    if (part == null) {
      throw tooFew();
    }
    return part;
  }

  long number(int index) throws ProtocolException {
    ByteBuffer part = present(index);
    if (part.remaining() != Long.BYTES) {
      throw new ProtocolException("refused a number of " + part.remaining() + " bytes");
    }
    return part.getLong(part.position());
  }

  private ProtocolException tooFew() {
    return new ProtocolException("refused a " + operation() + " that lacks an argument");
  }

  /** Marks it as one that an object answers later; a cancellation then finds it. */
  void waitsFor(ServedObject object) {
    session.waits(this, object);
  }

  /** The argument, or nothing where it is null. */
  void answerIfAny(ByteBuffer part) {
    if (part == null) {
      answer();
    } else {
      answer(part);
    }
  }

  void answer(boolean truth) {
    answer(bytes(truth ? 1 : 0));
  }

  void answer(ByteBuffer... parts) {
    answer(Arrays.asList(parts));
  }

  void answer(List<ByteBuffer> parts) {
    session.answer(new ManagerMessage.Returned(number(), parts));
  }

  void cancelled() {
    session.answer(new ManagerMessage.Cancelled(number()));
  }

  static ByteBuffer bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).flip();
  }
}
