package strandbench.process.shared;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import strandbench.process.wire.Codec;

/** A client as the manager sees it. For the manager's one thread. */
final class ManagerSession implements ReactorLink.Listener {
  private record Waiting(ManagerCall call, ServedObject object) {}

  private final ManagerServer server;
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private final Map<Long, Runnable> entrusted = new LinkedHashMap<>();
  private ReactorLink link;

  ManagerSession(ManagerServer server) {
    this.server = server;
  }

  @Override
  public void received(ReactorLink from, ByteBuffer frame) throws IOException {
    link = from;
    switch (ManagerMessage.decode(frame)) {
      case ManagerMessage.Call call -> perform(new ManagerCall(this, call), call.object());
      case ManagerMessage.Cancel cancel -> cancel(cancel.number());
      case ManagerMessage.Confirm confirm -> entrusted.remove(confirm.number());
      case ManagerMessage other ->
          throw new ProtocolException("refused an answer from who should call");
    }
  }

  private void perform(ManagerCall call, int object) throws ProtocolException {
    try {
      server.perform(call, object);
    } catch (ProtocolException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      answer(new ManagerMessage.Thrown(call.number(), bytes(e)));
    }
  }

  private static ByteBuffer bytes(Throwable thrown) {
    try {
      return Codec.write(thrown);
    } catch (Exception | StackOverflowError e) {
      IllegalStateException instead = new IllegalStateException(thrown.toString());
      instead.setStackTrace(thrown.getStackTrace());
      try {
        return Codec.write(instead);
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  /** Keeps a call that an object answers later. */
  void waits(ManagerCall call, ServedObject object) {
    waiting.put(call.number(), new Waiting(call, object));
  }

  private void cancel(long number) {
    Waiting call = waiting.get(number);
    if (call != null) {
      call.object().withdraw(call.call());
      call.call().cancelled();
    }
  }

  /** Remembers what to do if the client dies before it confirms a call's answer. */
  void entrust(long number, Runnable takeBack) {
    entrusted.put(number, takeBack);
  }

  void answer(ManagerMessage message) {
    waiting.remove(message.number());
    try {
      link.post(message.encode());
    } catch (IOException e) {
      // The client is gone, and its end is told in a moment.
    }
  }

  @Override
  public void ended(ReactorLink from, IOException cause) {
    server.leave(this);
    List<Waiting> withdrawn = new ArrayList<>(waiting.values());
    waiting.clear();
    withdrawn.forEach(call -> call.object().withdraw(call.call()));
    server.release(this);
    List<Runnable> takeBack = new ArrayList<>(entrusted.values());
    entrusted.clear();
    takeBack.forEach(Runnable::run);
  }
}
