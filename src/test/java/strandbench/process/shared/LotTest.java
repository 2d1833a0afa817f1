package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.process.Await;
import strandbench.process.shared.LotMessage.Op;
import strandbench.process.shared.Parked.Outcome;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;
import strandbench.process.wire.SharedFile;

/**
 * Each end of a lot's connection against a test at the other, so that messages cross as they seldom
 * do.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LotTest {
  private static final long ID = 77;
  private static final long WORD = Block.START;

  private final CompletableFuture<FrameChannel> accepted = new CompletableFuture<>();
  private final Hub.Address address = Hub.own().register(accepted::complete);

  @AfterEach
  void unregister() {
    Hub.own().unregister(address);
  }

  /** A member that opens a block of this test's, which is the host. */
  private record Member(LotChannel host, RemoteLot lot, FutureTask<Block> opening) {}

  private Member member(SharedFile file) throws Exception {
    file.memory().set(ValueLayout.JAVA_LONG, 0, ID);
    FutureTask<RemoteLot> connecting = new FutureTask<>(() -> RemoteLot.at(address));
    Thread.startVirtualThread(connecting);
    LotChannel host = new LotChannel(accepted.get(30, TimeUnit.SECONDS));
    assertThat(host.receive().op()).isEqualTo(Op.JOIN);
    host.send(new LotMessage(Op.WELCOME, 0, 1, 5, 0));
    RemoteLot lot = connecting.get();
    assertThat(lot.member()).isEqualTo(5);
    FutureTask<Block> opening =
        new FutureTask<>(() -> lot.open("test", ID, file.memory().byteSize(), file.reference()));
    Thread.startVirtualThread(opening);
    return new Member(host, lot, opening);
  }

  private static void answer(LotChannel host) throws Exception {
    LotMessage open = host.receive();
    assertThat(open.op()).isEqualTo(Op.OPEN);
    host.send(new LotMessage(Op.ANSWER, ID, 0, 1, open.ticket()));
  }

  @Test
  void aWakeThatComesWhenTheWaitIsOverIsHandedBack() throws Exception {
    try (SharedFile file = SharedFile.create(Block.START + 8)) {
      Member member = member(file);
      answer(member.host());
      Block block = member.opening().get();
      Parked parked = member.lot().enqueue(block, WORD, 0, false);
      LotMessage wait = member.host().receive();
      assertThat(wait).isEqualTo(new LotMessage(Op.WAIT, ID, WORD, 0, parked.ticket()));
      TimeLimit none = TimeLimit.in(0, TimeUnit.NANOSECONDS);
      assertThat(member.lot().await(parked, none)).isEqualTo(Outcome.TIMED_OUT);
      member.host().send(new LotMessage(Op.WOKEN, ID, WORD, 0, parked.ticket()));
      assertThat(member.host().receive().op()).isEqualTo(Op.CANCEL);
      assertThat(member.host().receive()).isEqualTo(new LotMessage(Op.WAKE, ID, WORD, 1, 0));
      member.host().close();
    }
  }

  @Test
  void aWakeThatComesBeforeTheWaitIsOverCountsAndTheInterruptIsKept() throws Exception {
    try (SharedFile file = SharedFile.create(Block.START + 8)) {
      Member member = member(file);
      answer(member.host());
      Block block = member.opening().get();
      Parked parked = member.lot().enqueue(block, WORD, 0, false);
      Parked next = member.lot().enqueue(block, WORD, 0, false);
      member.host().send(new LotMessage(Op.WOKEN, ID, WORD, 0, parked.ticket()));
      member.host().send(new LotMessage(Op.WOKEN, ID, WORD, 0, next.ticket()));
      assertThat(member.lot().await(next, TimeLimit.UNINTERRUPTIBLE)).isEqualTo(Outcome.WOKEN);
      // The first has been woken as well by now, as messages come in order.
      TimeLimit none = TimeLimit.in(0, TimeUnit.NANOSECONDS);
      assertThat(member.lot().await(parked, none)).isEqualTo(Outcome.WOKEN);
      member.host().close();
    }
  }

  @Test
  void whatIsClosedWhileItIsOpenedIsClosed() throws Exception {
    try (SharedFile file = SharedFile.create(Block.START + 8)) {
      Member member = member(file);
      LotMessage open = member.host().receive();
      member.host().send(new LotMessage(Op.CLOSED, ID, 0, 0, 0));
      member.host().send(new LotMessage(Op.ANSWER, ID, 0, 1, open.ticket()));
      assertThat(member.opening().get().end()).isEqualTo(Outcome.CLOSED);
      member.host().close();
    }
  }

  @Test
  void aHostThatGoesWhileSomeoneWaitsIsTold() throws Exception {
    try (SharedFile file = SharedFile.create(Block.START + 8)) {
      Member member = member(file);
      answer(member.host());
      Block block = member.opening().get();
      Parked before = member.lot().enqueue(block, WORD, 0, false);
      member.host().close();
      assertThat(member.lot().await(before, TimeLimit.UNINTERRUPTIBLE))
          .isEqualTo(Outcome.CREATOR_DIED);
      Parked after = member.lot().enqueue(block, WORD, 0, true);
      assertThat(member.lot().await(after, TimeLimit.UNINTERRUPTIBLE))
          .isEqualTo(Outcome.CREATOR_DIED);
    }
  }

  /** A connection to the real host, over which the test talks itself. */
  private static LotChannel join(SharedObject object) throws Exception {
    LotChannel host = new LotChannel(Hub.connect(object.handle().lot(), LotMessage.SIZE));
    host.send(new LotMessage(Op.JOIN, 0, 0, 1, 0));
    assertThat(host.receive().op()).isEqualTo(Op.WELCOME);
    host.send(new LotMessage(Op.OPEN, object.block().id(), 0, 0, 1));
    assertThat(host.receive()).isEqualTo(new LotMessage(Op.ANSWER, object.block().id(), 0, 1, 1));
    return host;
  }

  @Test
  void theHostComparesBeforeItLetsWait() throws Exception {
    try (SharedLong word = SharedLong.create(3);
        LotChannel host = join(word)) {
      long id = word.block().id();
      host.send(new LotMessage(Op.WAIT, id, WORD, 4, 10));
      assertThat(host.receive()).isEqualTo(new LotMessage(Op.CHANGED, id, WORD, 0, 10));
      assertThat(word.get()).isEqualTo(3);
      host.send(new LotMessage(Op.WAIT_CONFIRMED, id, WORD, 3, 11));
      assertThat(host.receive()).isEqualTo(new LotMessage(Op.QUEUED, 0, 0, 0, 11));
      assertThat(word.get()).isEqualTo(3 | Block.WAITERS);
      host.send(new LotMessage(Op.WAIT_CONFIRMED, id, WORD, 3, 12));
      assertThat(host.receive()).isEqualTo(new LotMessage(Op.QUEUED, 0, 0, 0, 12));
      word.block().lot().wake(word.block(), WORD, 1);
      assertThat(host.receive()).isEqualTo(new LotMessage(Op.WOKEN, id, WORD, 0, 11));
      assertThat(word.get()).isEqualTo(3 | Block.WAITERS);
      // One who cleared the bit, and after whom another changed the word again and saw no bit.
      word.set(5);
      word.block().lot().wakeAfter(word.block(), WORD, 0, 4);
      assertThat(host.receive()).isEqualTo(new LotMessage(Op.WOKEN, id, WORD, 0, 12));
      assertThat(word.get()).isEqualTo(5);
    }
  }

  @Test
  void whoSaysWhatIsNoMessageIsCutOffAndNobodyElse() throws Exception {
    try (SharedLong word = SharedLong.create(0);
        LotChannel bad = join(word);
        FrameChannel silly = Hub.connect(word.handle().lot(), LotMessage.SIZE)) {
      LotChannel good = join(word);
      long id = word.block().id();
      bad.send(new LotMessage(Op.WELCOME, id, 0, 0, 0));
      assertThat(bad.receive()).isNull();
      silly.send(FrameChannel.frame(3).put(new byte[] {1, 2, 3}).flip());
      assertThat(silly.receive()).isNull();
      good.send(new LotMessage(Op.WAIT_CONFIRMED, id, WORD, 0, 2));
      assertThat(good.receive().op()).isEqualTo(Op.QUEUED);
      good.close();
      Await.until("it waits no more", Duration.ofSeconds(30), () -> word.get() == 0);
    }
  }
}
