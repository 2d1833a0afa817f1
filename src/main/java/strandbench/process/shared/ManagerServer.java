package strandbench.process.shared;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * The objects of a manager, and the one thread that does everything with them: each call is atomic
 * without a lock, and a call that has to wait is a record in a queue, not a thread.
 */
final class ManagerServer {
  private final Reactor reactor = new Reactor("sb-manager");
  private final ObjectInputFilter keys;
  private final Hub.Address address;
  private final Map<ManagerSession, ReactorLink> sessions = new ConcurrentHashMap<>();

  /** Of the reactor's thread alone. An object's number is its index. */
  private final List<ServedObject> objects = new ArrayList<>();

  private volatile boolean closed;

  /**
   * Serves from now on.
   *
   * @param rules what keys may be, as text
   */
  ManagerServer(String rules) {
    keys = ObjectInputFilter.Config.createFilter(rules);
    address = Hub.own().register(this::serve);
  }

  Hub.Address address() {
    return address;
  }

  private void serve(FrameChannel frames) throws IOException {
    ManagerSession session = new ManagerSession(this);
    ReactorLink link = ReactorLink.accept(frames, reactor, session, true);
    sessions.put(session, link);
    link.resume();
    if (closed) {
      link.finish();
    }
  }

  void perform(ManagerCall call, int object) throws Exception {
    if (call.operation() == ManagerOperation.CREATE) {
      long number = objects.size();
      objects.add(create(call.number(0), call.number(1)));
      call.answer(ManagerCall.bytes(number));
      return;
    }
    if (object < 0 || object >= objects.size()) {
      throw new ProtocolException("refused a call of the object " + object + ", which is none");
    }
    objects.get(object).perform(call);
  }

  private ServedObject create(long kind, long capacity) throws ProtocolException {
    return switch (ManagedKind.of(kind)) {
      case MAP, VALUE, NAMESPACE -> new ServedMap(keys);
      case LIST -> new ServedList();
      case QUEUE -> new ServedQueue(capacity);
      case LOCK -> new ServedLock();
    };
  }

  void leave(ManagerSession session) {
    sessions.remove(session);
  }

  void release(ManagerSession session) {
    objects.forEach(object -> object.release(session));
  }

  /** Ends all connections. What is in the objects is gone. */
  void close() {
    closed = true;
    Hub.own().unregister(address);
    sessions.values().forEach(ReactorLink::finish);
    reactor.close();
  }
}
