package strandbench.process.shared;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A queue in the manager. An element that is given out stays on the receiver's account until it is
 * confirmed; if the receiver dies before, the element comes back to its old place.
 */
final class ServedQueue implements ServedObject {
  private record Putter(ManagerCall call, ByteBuffer element) {}

  private final long capacity;
  private final TreeMap<Long, ByteBuffer> elements = new TreeMap<>();
  private final ArrayDeque<ManagerCall> takers = new ArrayDeque<>();
  private final ArrayDeque<Putter> putters = new ArrayDeque<>();
  private long last;

  ServedQueue(long capacity) {
    this.capacity = capacity;
  }

  @Override
  public void perform(ManagerCall call) throws Exception {
    switch (call.operation()) {
      case QUEUE_PUT -> {
        ByteBuffer element = call.present(0);
        putters.add(new Putter(call, element));
        call.waitsFor(this);
      }
      case QUEUE_OFFER -> {
        ByteBuffer element = call.present(0);
        boolean room = elements.size() < capacity && putters.isEmpty();
        if (room) {
          elements.put(++last, element);
        }
        call.answer(room);
      }
      case QUEUE_TAKE -> {
        takers.add(call);
        call.waitsFor(this);
      }
      case QUEUE_POLL -> {
        if (elements.isEmpty()) {
          call.answer();
        } else {
          give(call);
        }
      }
      case QUEUE_PEEK -> call.answerIfAny(elements.isEmpty() ? null : first());
      case QUEUE_SIZE -> call.answer(ManagerCall.bytes(elements.size()));
      case QUEUE_ELEMENTS -> {
        List<ByteBuffer> all = new ArrayList<>(2 * elements.size());
        elements.forEach(
            (number, element) -> {
              all.add(ManagerCall.bytes(number));
              all.add(element);
            });
        call.answer(all);
      }
      case QUEUE_REMOVE -> call.answer(elements.remove(call.number(0)) != null);
      default -> throw new ProtocolException("refused a " + call.operation() + " of a queue");
    }
    settle();
  }

  private ByteBuffer first() {
    return elements.firstEntry().getValue();
  }

  /** Serves who waits, as far as there are elements, and room. */
  private void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      if (!elements.isEmpty() && !takers.isEmpty()) {
        give(takers.remove());
        moved = true;
      }
      if (!putters.isEmpty() && elements.size() < capacity) {
        Putter putter = putters.remove();
        elements.put(++last, putter.element());
        putter.call().answer();
        moved = true;
      }
    }
  }

  private void give(ManagerCall taker) {
    Map.Entry<Long, ByteBuffer> first = elements.pollFirstEntry();
    taker.session().entrust(taker.number(), () -> takeBack(first.getKey(), first.getValue()));
    taker.answer(first.getValue());
  }

  /** Beyond the capacity if need be: what was put stays put. */
  private void takeBack(long number, ByteBuffer element) {
    elements.put(number, element);
    settle();
  }

  @Override
  public void withdraw(ManagerCall call) {
    takers.remove(call);
    putters.removeIf(putter -> putter.call() == call);
  }
}
