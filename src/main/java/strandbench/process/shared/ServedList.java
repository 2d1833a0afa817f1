package strandbench.process.shared;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A list in the manager. Its elements stay the bytes that came. */
final class ServedList implements ServedObject {
  private final ArrayList<ByteBuffer> elements = new ArrayList<>();
  private long version;

  @Override
  public void perform(ManagerCall call) throws Exception {
    switch (call.operation()) {
      case LIST_GET -> call.answer(elements.get(index(call, elements.size())));
      case LIST_SET -> {
        int index = index(call, elements.size());
        ByteBuffer element = call.present(1);
        version++;
        call.answer(elements.set(index, element));
      }
      case LIST_ADD -> {
        boolean atEnd = call.number(0) == -1;
        int index = atEnd ? elements.size() : index(call, elements.size() + 1);
        elements.addAll(index, present(call.from(1)));
        version++;
        call.answer();
      }
      case LIST_REMOVE -> {
        int index = index(call, elements.size());
        version++;
        call.answer(elements.remove(index));
      }
      case LIST_SIZE -> call.answer(ManagerCall.bytes(elements.size()));
      case LIST_ELEMENTS -> {
        List<ByteBuffer> all = new ArrayList<>(1 + elements.size());
        all.add(ManagerCall.bytes(version));
        all.addAll(elements);
        call.answer(all);
      }
      case LIST_REPLACE -> {
        boolean same = call.number(0) == version;
        List<ByteBuffer> all = present(call.from(1));
        if (same) {
          elements.clear();
          elements.addAll(all);
          version++;
        }
        call.answer(same);
      }
      default -> throw new ProtocolException("refused a " + call.operation() + " of a list");
    }
  }

  private static int index(ManagerCall call, int length) throws ProtocolException {
    return (int) Objects.checkIndex(call.number(0), (long) length);
  }

  private static List<ByteBuffer> present(List<ByteBuffer> parts) throws ProtocolException {
    if (parts.contains(null)) {
      throw new ProtocolException("refused a list that lacks an element");
    }
    return parts;
  }
}
