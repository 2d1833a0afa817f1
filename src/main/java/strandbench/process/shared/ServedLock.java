package strandbench.process.shared;

import java.net.ProtocolException;
import java.util.ArrayDeque;

/** A lock in the manager. Its owner is a thread of a client; when the client dies, it is free. */
final class ServedLock implements ServedObject {
  private record Owner(ManagerSession session, long thread) {}

  private record Waiter(ManagerCall call, Owner self) {}

  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private Owner owner;
  private boolean abandoned;

  @Override
  public void perform(ManagerCall call) throws Exception {
    Owner caller = new Owner(call.session(), call.number(0));
    switch (call.operation()) {
      case LOCK_LOCK -> {
        waiting.add(new Waiter(call, caller));
        call.waitsFor(this);
        next();
      }
      case LOCK_TRY -> {
        if (owner == null) {
          owner = caller;
          call.answer(abandoned);
        } else {
          call.answer();
        }
      }
      case LOCK_UNLOCK -> {
        if (!caller.equals(owner)) {
          throw new IllegalMonitorStateException("the lock is not this thread's");
        }
        owner = null;
        abandoned = false;
        call.answer();
        next();
      }
      default -> throw new ProtocolException("refused a " + call.operation() + " of a lock");
    }
  }

  private void next() {
    if (owner == null && !waiting.isEmpty()) {
      Waiter waiter = waiting.remove();
      owner = waiter.self();
      waiter.call().answer(abandoned);
    }
  }

  @Override
  public void withdraw(ManagerCall call) {
    waiting.removeIf(waiter -> waiter.call() == call);
  }

  @Override
  public void release(ManagerSession session) {
    if (owner != null && owner.session() == session) {
      owner = null;
      abandoned = true;
      next();
    }
  }
}
