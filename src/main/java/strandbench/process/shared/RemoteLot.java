package strandbench.process.shared;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import strandbench.process.shared.LotMessage.Op;
import strandbench.process.shared.Parked.Outcome;
import strandbench.process.wire.Hub;

/** The lot of what another process has made, at the end of a connection to that. Thread-safe. */
final class RemoteLot implements Lot {
  private static final ReentrantLock CONNECTING = new ReentrantLock();

  /** One for each process that made anything which this one has opened. */
  private static final Map<Hub.Address, RemoteLot> LOTS = new HashMap<>();

  static {
    Thread leave = new Thread(RemoteLot::leaveAll, "sb-lots-leave");
    Runtime.getRuntime().addShutdownHook(leave);
  }

  private final Hub.Address address;
  private final LotChannel channel;
  private final int member;
  private final int processors;
  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, Parked> parked = new ConcurrentHashMap<>();
  private final Map<Long, Block> blocks = new ConcurrentHashMap<>();

  /** Closed while they were being opened. */
  private final Set<Long> closedEarly = ConcurrentHashMap.newKeySet();

  private volatile boolean gone;

  private RemoteLot(Hub.Address address, LotChannel channel, LotMessage welcome) {
    this.address = address;
    this.channel = channel;
    this.member = (int) welcome.value();
    this.processors = (int) welcome.offset();
  }

  /**
   * The connection to another process, made where there is none.
   *
   * @throws IOException if that process has ended
   */
  static RemoteLot at(Hub.Address address) throws IOException {
    CONNECTING.lock();
    try {
      RemoteLot known = LOTS.get(address);
      if (known != null && !known.gone) {
        return known;
      }
      RemoteLot lot = connect(address);
      LOTS.put(address, lot);
      return lot;
    } finally {
      CONNECTING.unlock();
    }
  }

  private static RemoteLot connect(Hub.Address address) throws IOException {
    LotChannel channel = new LotChannel(Hub.connect(address, LotMessage.SIZE));
    boolean welcomed = false;
    try {
      channel.send(new LotMessage(Op.JOIN, 0, 0, ProcessHandle.current().pid(), 0));
      LotMessage welcome = channel.receive();
      if (welcome == null || welcome.op() != Op.WELCOME) {
        throw new IOException("the process at " + address + " doesn't know the object's lot");
      }
      RemoteLot lot = new RemoteLot(address, channel, welcome);
      Thread.ofPlatform().daemon().name("sb-lot").start(lot::listen);
      welcomed = true;
      return lot;
    } finally {
      if (!welcomed) {
        channel.close();
      }
    }
  }

  /** Tells each host that this process ends in order. */
  private static void leaveAll() {
    List<RemoteLot> all;
    CONNECTING.lock();
    try {
      all = List.copyOf(LOTS.values());
    } finally {
      CONNECTING.unlock();
    }
    all.forEach(lot -> lot.send(LotMessage.of(Op.LEAVE)));
  }

  /**
   * Asks the host whether there is such an object, and maps it.
   *
   * @throws IOException if there is none, or the host has ended
   */
  Block open(String name, long id, long size, String reference) throws IOException {
    Outcome outcome = ask(Op.OPEN, id, 0);
    if (outcome != Outcome.WOKEN) {
      throw new IOException(
          outcome == Outcome.CLOSED
              ? "the process that made it has closed it"
              : "the process that made it has ended");
    }
    Block block = Block.open(name, id, size, this, reference);
    blocks.put(id, block);
    if (closedEarly.remove(id)) {
      end(block, Outcome.CLOSED);
    }
    if (gone) {
      end(block, Outcome.CREATOR_DIED);
    }
    return block;
  }

  /** Sends a question; WOKEN if there is such an object, CLOSED if there is none. */
  private Outcome ask(Op op, long object, long value) {
    Parked asking = new Parked(null, 0, tickets.incrementAndGet());
    parked.put(asking.ticket(), asking);
    if (!send(new LotMessage(op, object, 0, value, asking.ticket()))
        && parked.remove(asking.ticket()) != null) {
      return Outcome.CREATOR_DIED;
    }
    return asking.awaitEnd();
  }

  @Override
  public Hub.Address address() {
    return address;
  }

  @Override
  public int member() {
    return member;
  }

  @Override
  public int processors() {
    return processors;
  }

  @Override
  public Parked enqueue(Block block, long offset, long expected, boolean confirmed) {
    Parked waiter = new Parked(block, offset, tickets.incrementAndGet());
    parked.put(waiter.ticket(), waiter);
    Op op = confirmed ? Op.WAIT_CONFIRMED : Op.WAIT;
    boolean sent = send(new LotMessage(op, block.id(), offset, expected, waiter.ticket()));
    Outcome end = block.end();
    if (!sent || end != null) {
      if (parked.remove(waiter.ticket()) != null) {
        waiter.end(end == null ? Outcome.CREATOR_DIED : end);
      }
    } else if (confirmed) {
      waiter.awaitQueued();
    }
    return waiter;
  }

  @Override
  public Outcome await(Parked waiter, TimeLimit limit) {
    Outcome outcome = waiter.await(limit);
    if (outcome != Outcome.TIMED_OUT && outcome != Outcome.INTERRUPTED) {
      return outcome;
    }
    if (parked.remove(waiter.ticket()) != null) {
      send(new LotMessage(Op.CANCEL, waiter.block().id(), waiter.offset(), 0, waiter.ticket()));
      return outcome;
    }
    // The wake was quicker, and counts.
    Parked.restore(outcome == Outcome.INTERRUPTED);
    return waiter.awaitEnd();
  }

  @Override
  public void wake(Block block, long offset, int count) {
    send(new LotMessage(Op.WAKE, block.id(), offset, count, 0));
  }

  @Override
  public void wakeAfter(Block block, long offset, int count, long left) {
    send(new LotMessage(Op.WAKE_AFTER, block.id(), offset, left, count));
  }

  @Override
  public void takePart(Block block, int role) {
    ask(Op.TAKE_PART, block.id(), role); // Whatever went wrong, the caller is about to notice.
  }

  /** False if the host has ended. */
  private boolean send(LotMessage message) {
    try {
      if (!gone) {
        channel.send(message);
      }
      return !gone;
    } catch (IOException e) {
      return false;
    }
  }

  private void listen() {
    try (channel) {
      LotMessage message = channel.receive();
      while (message != null) {
        receive(message);
        message = channel.receive();
      }
    } catch (IOException e) {
      // As good as the end.
    } finally {
      gone = true;
      for (Block block : List.copyOf(blocks.values())) {
        end(block, Outcome.CREATOR_DIED);
      }
      for (Long ticket : List.copyOf(parked.keySet())) {
        end(parked.remove(ticket), Outcome.CREATOR_DIED);
      }
      forget();
    }
  }

  private void receive(LotMessage message) {
    switch (message.op()) {
      case ANSWER ->
          end(
              parked.remove(message.ticket()),
              message.value() == 1 ? Outcome.WOKEN : Outcome.CLOSED);
      case QUEUED -> {
        Parked waiter = parked.get(message.ticket());
        if (waiter != null) {
          waiter.queued();
        }
      }
      case CHANGED -> end(parked.remove(message.ticket()), Outcome.CHANGED);
      case WOKEN -> {
        Parked waiter = parked.remove(message.ticket());
        end(waiter, Outcome.WOKEN);
        if (waiter == null) {
          // It gave up while the wake was on its way: the wake is another's.
          send(new LotMessage(Op.WAKE, message.object(), message.offset(), 1, 0));
        }
      }
      case CLOSED -> {
        closedEarly.add(message.object());
        Block block = blocks.get(message.object());
        if (block != null) {
          closedEarly.remove(message.object());
          end(block, Outcome.CLOSED);
        }
      }
      default -> {
        // The host is of another version, which is impossible: it gave us our class path.
      }
    }
  }

  private static void end(Parked waiter, Outcome outcome) {
    if (waiter != null) {
      waiter.end(outcome);
    }
  }

  /** Whoever begins to wait later sees the block's end. */
  private void end(Block block, Outcome outcome) {
    block.end(outcome);
    blocks.remove(block.id());
    OpenObjects.forget(block.id());
    for (Parked waiter : List.copyOf(parked.values())) {
      if (waiter.block() == block && parked.remove(waiter.ticket()) != null) {
        waiter.end(outcome);
      }
    }
  }

  private void forget() {
    CONNECTING.lock();
    try {
      LOTS.remove(address, this);
    } finally {
      CONNECTING.unlock();
    }
  }
}
