package strandbench.process.shared;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import strandbench.process.shared.LotMessage.Op;
import strandbench.process.shared.Parked.Outcome;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * The lot of what this JVM has made. Each process that opens any of it has one connection here; its
 * end is how this JVM learns of the process's. By then the process changes no memory any more: the
 * system closes a process's sockets after its last thread has stopped.
 */
final class HostLot implements Lot, Hub.Service {
  private static final int OWN = 1;

  private static final class Own {
    static final HostLot LOT = new HostLot();
  }

  private final Map<Long, Hosted> objects = new ConcurrentHashMap<>();
  private final AtomicInteger members = new AtomicInteger(OWN);

  /** Asked for once: to look takes longer than to take a free lock. */
  private final int processors = Runtime.getRuntime().availableProcessors();

  private final Hub.Address address = Hub.own().register(this);

  /** This JVM's, which hosts from its first use on. */
  static HostLot own() {
    return Own.LOT;
  }

  @Override
  public Hub.Address address() {
    return address;
  }

  /** Others can open the object from now on. */
  void add(SharedObject object) {
    objects.put(object.block().id(), new Hosted(object));
  }

  /**
   * Nobody can open the object any more, and who waits for it is told.
   *
   * @return false if that was so already
   */
  boolean close(Block block) {
    Hosted hosted = objects.remove(block.id());
    if (hosted != null) {
      hosted.close();
    }
    return hosted != null;
  }

  @Override
  public int member() {
    return OWN;
  }

  @Override
  public int processors() {
    return processors;
  }

  @Override
  public Parked enqueue(Block block, long offset, long expected, boolean confirmed) {
    Parked parked = new Parked(block, offset, 0);
    Hosted hosted = objects.get(block.id());
    if (hosted == null) {
      parked.end(Outcome.CLOSED);
    } else {
      hosted.enqueue(offset, expected, new Hosted.Local(parked));
    }
    return parked;
  }

  @Override
  public Outcome await(Parked parked, TimeLimit limit) {
    Outcome outcome = parked.await(limit);
    boolean gaveUp = outcome == Outcome.TIMED_OUT || outcome == Outcome.INTERRUPTED;
    Hosted hosted = gaveUp ? objects.get(parked.block().id()) : null;
    if (!gaveUp || (hosted != null && hosted.cancel(parked.offset(), new Hosted.Local(parked)))) {
      return outcome;
    }
    // The wake was quicker, and counts.
    Parked.restore(outcome == Outcome.INTERRUPTED);
    return parked.awaitEnd();
  }

  @Override
  public void wake(Block block, long offset, int count) {
    Hosted hosted = objects.get(block.id());
    if (hosted != null) {
      hosted.wake(offset, count);
    }
  }

  @Override
  public void wakeAfter(Block block, long offset, int count, long left) {
    Hosted hosted = objects.get(block.id());
    if (hosted != null) {
      hosted.wakeAfter(offset, count, left);
    }
  }

  @Override
  public void takePart(Block block, int role) {
    Hosted hosted = objects.get(block.id());
    if (hosted != null) {
      hosted.takesPart(OWN, role);
    }
  }

  @Override
  public void serve(FrameChannel frames) throws IOException {
    try (LotChannel channel = new LotChannel(frames)) {
      LotMessage first = channel.receive();
      if (first == null || first.op() != Op.JOIN) {
        throw new ProtocolException("refused one who didn't say who it is");
      }
      Member member = new Member(members.incrementAndGet(), first.value(), channel);
      boolean orderly = false;
      try {
        member.send(new LotMessage(Op.WELCOME, 0, processors(), member.number(), 0));
        LotMessage message = channel.receive();
        while (message != null) {
          orderly |= message.op() == Op.LEAVE;
          serve(member, message);
          message = channel.receive();
        }
      } catch (IOException e) {
        // As good as the end.
      } finally {
        for (Hosted hosted : objects.values()) {
          hosted.left(member, orderly);
        }
      }
    }
  }

  private void serve(Member member, LotMessage message) throws ProtocolException {
    Hosted hosted = objects.get(message.object());
    if (message.op() == Op.OPEN) {
      answer(member, message, hosted != null && hosted.open(member));
    } else if (message.op() == Op.TAKE_PART) {
      if (hosted != null) {
        hosted.takesPart(member.number(), (int) message.value());
      }
      answer(member, message, hosted != null);
    } else if (hosted != null) {
      // Where it is null, the member has been sent CLOSED.
      serve(hosted, member, message);
    }
  }

  private static void answer(Member member, LotMessage message, boolean exists) {
    member.send(new LotMessage(Op.ANSWER, message.object(), 0, exists ? 1 : 0, message.ticket()));
  }

  private static void serve(Hosted hosted, Member member, LotMessage message)
      throws ProtocolException {
    long offset = message.offset();
    long value = message.value();
    switch (message.op()) {
      case WAIT ->
          hosted.enqueue(offset, value, new Hosted.Remote(member, message.ticket(), false));
      case WAIT_CONFIRMED ->
          hosted.enqueue(offset, value, new Hosted.Remote(member, message.ticket(), true));
      case CANCEL -> hosted.cancel(offset, new Hosted.Remote(member, message.ticket(), value != 0));
      case WAKE -> hosted.wake(offset, (int) value);
      case WAKE_AFTER -> hosted.wakeAfter(offset, (int) message.ticket(), value);
      default -> throw new ProtocolException("refused " + message.op() + " from a member");
    }
  }
}
