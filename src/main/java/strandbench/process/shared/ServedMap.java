package strandbench.process.shared;

import java.io.ObjectInputFilter;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import strandbench.process.wire.Codec;

/**
 * A map in the manager. Keys are objects, since only their own {@code equals} can tell them apart;
 * values stay the bytes that came.
 */
final class ServedMap implements ServedObject {
  private record Entry(long version, ByteBuffer key, ByteBuffer value) {}

  private final ObjectInputFilter keys;
  private final Map<Object, Entry> entries = new LinkedHashMap<>();
  private long version;

  ServedMap(ObjectInputFilter keys) {
    this.keys = keys;
  }

  @Override
  public void perform(ManagerCall call) throws Exception {
    switch (call.operation()) {
      case MAP_GET -> get(call);
      case MAP_PUT -> call.answerIfAny(value(put(call, call.present(1))));
      case MAP_PUT_IF -> putIf(call);
      case MAP_REMOVE -> call.answerIfAny(value(entries.remove(key(call))));
      case MAP_CONTAINS -> call.answer(entries.containsKey(key(call)));
      case MAP_SIZE -> call.answer(ManagerCall.bytes(entries.size()));
      case MAP_CLEAR -> {
        entries.clear();
        call.answer();
      }
      case MAP_ENTRIES -> {
        List<ByteBuffer> all = new ArrayList<>(2 * entries.size());
        entries
            .values()
            .forEach(
                entry -> {
                  all.add(entry.key());
                  all.add(entry.value());
                });
        call.answer(all);
      }
      default -> throw new ProtocolException("refused a " + call.operation() + " of a map");
    }
  }

  private Object key(ManagerCall call) throws Exception {
    ByteBuffer bytes = call.present(0).duplicate();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Codec.read(ByteBuffer.wrap(copy), keys);
  }

  private static ByteBuffer value(Entry entry) {
    return entry == null ? null : entry.value();
  }

  private void get(ManagerCall call) throws Exception {
    Entry entry = entries.get(key(call));
    if (entry == null) {
      call.answer();
    } else {
      call.answer(ManagerCall.bytes(entry.version()), entry.value());
    }
  }

  private Entry put(ManagerCall call, ByteBuffer value) throws Exception {
    return entries.put(key(call), new Entry(++version, call.part(0), value));
  }

  private void putIf(ManagerCall call) throws Exception {
    Object key = key(call);
    Entry old = entries.get(key);
    boolean same = (old == null ? 0 : old.version()) == call.number(1);
    if (same && call.part(2) != null) {
      put(call, call.part(2));
    } else if (same) {
      entries.remove(key);
    }
    call.answer(same);
  }
}
