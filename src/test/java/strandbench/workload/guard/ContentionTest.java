package strandbench.workload.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.workload.Carriers;
import strandbench.workload.ThreadKind;

/** The bank balance, from many threads. */
@Covers(Construct.T2)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContentionTest {
  private static final int CONTENDERS = 4;

  @ParameterizedTest
  @MethodSource("guardsAndThreads")
  void theBalanceEndsAtZeroAndNoUpdateIsLost(Guard guard, ThreadKind thread) throws Exception {
    contendUntilTheyMeet(options(guard, thread, 0));
  }

  /** A read that sees an update under way fails the contention. */
  @ParameterizedTest
  @MethodSource("guardsAndThreads")
  void noReadSeesHalfAnUpdate(Guard guard, ThreadKind thread) throws Exception {
    contendUntilTheyMeet(options(guard, thread, 50));
  }

  /**
   * A round proves little where the contenders run one after the other. So rounds go on until five
   * of those without a guard, in between, have lost updates.
   */
  private static void contendUntilTheyMeet(ContentionOptions options) throws Exception {
    try (Contention contention = Contention.open(options);
        Contention racing = Contention.open(unguarded(options))) {
      int met = 0;
      for (int round = 0; met < 5 && round < 20; round++) {
        Outcome outcome = contention.run();
        assertThat(outcome.balance()).isZero();
        assertThat(outcome.updates()).isEqualTo(options.updates());
        met += racing.run().updates() < options.updates() ? 1 : 0;
      }
    }
  }

  private static ContentionOptions unguarded(ContentionOptions guarded) {
    return new ContentionOptions(
        Guard.NONE,
        ThreadKind.PLATFORM,
        guarded.contenders(),
        guarded.operations(),
        guarded.readPercent(),
        guarded.criticalWork(),
        guarded.outsideWork());
  }

  static Stream<Arguments> guardsAndThreads() {
    return Arrays.stream(Guard.values())
        .filter(guard -> !guard.isRacing())
        .flatMap(
            guard -> Arrays.stream(ThreadKind.values()).map(thread -> Arguments.of(guard, thread)));
  }

  /** Long where each waits for a switch of threads, short and often where nobody blocks. */
  private static ContentionOptions options(Guard guard, ThreadKind thread, int readPercent) {
    int carriers = Carriers.count();
    boolean blocks = guard.refusal(ThreadKind.VIRTUAL, carriers + 1, carriers).isEmpty();
    boolean fewer = !blocks && thread == ThreadKind.VIRTUAL && carriers < CONTENDERS;
    int contenders = fewer ? Integer.highestOneBit(carriers) : CONTENDERS;
    return blocks
        ? new ContentionOptions(guard, thread, contenders, 20_000, readPercent, 100, 0)
        : new ContentionOptions(guard, thread, contenders, 400_000, readPercent, 0, 0);
  }

  /** Both have read the count when they meet, so one of the two updates must be lost. */
  @Test
  void withoutAGuardAnUpdateIsLost() throws Exception {
    ContentionOptions two = new ContentionOptions(Guard.NONE, ThreadKind.PLATFORM, 2, 200, 0, 0, 0);
    Account account = Guard.NONE.open(two);
    CyclicBarrier inside = new CyclicBarrier(2);
    Thread other =
        Thread.ofPlatform().start(() -> account.pass(new Meeting(0, two, account, inside), false));
    account.pass(new Meeting(1, two, account, inside), false);
    other.join();

    assertThat(account.updates()).as("updates counted, of two").isEqualTo(1);
  }

  /** Meets the other one inside. */
  private static final class Meeting extends Contender {
    private final CyclicBarrier inside;

    Meeting(int index, ContentionOptions options, Account account, CyclicBarrier inside) {
      super(index, options, account, new Progress(options.contenders()));
      this.inside = inside;
    }

    @Override
    void work() {
      try {
        inside.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** An optimistic read holds no lock, so that the update can come from the same thread. */
  @Test
  void anOptimisticReadIsDoneAgainWhereAWriterCame() {
    ContentionOptions one =
        new ContentionOptions(Guard.STAMPED_LOCK, ThreadKind.PLATFORM, 1, 100, 0, 0, 0);
    Account account = Guard.STAMPED_LOCK.open(one);
    Contender writer = new Contender(0, one, account, new Progress(1));
    AtomicInteger works = new AtomicInteger();
    Contender reader =
        new Contender(0, one, account, new Progress(1)) {
          @Override
          void work() {
            if (works.incrementAndGet() == 1) {
              account.pass(writer, false);
            }
          }
        };

    account.pass(reader, true);

    assertThat(works).hasValue(2);
  }

  /** The opposite: a read of an update under way is what the check of reads is there for. */
  @Test
  void aReadThatSeesHalfAnUpdateIsNoticed() {
    ContentionOptions one =
        new ContentionOptions(Guard.SYNCHRONIZED, ThreadKind.PLATFORM, 1, 100, 0, 0, 0);
    Ledger unguarded = new Ledger();
    Account account = Guard.SYNCHRONIZED.open(one);
    Contender reader = new Contender(0, one, account, new Progress(1));
    Contender writer =
        new Contender(0, one, account, new Progress(1)) {
          @Override
          void work() {
            unguarded.pass(reader, true);
          }
        };

    assertThatThrownBy(() -> unguarded.update(writer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a balance of 5")
        .hasMessageContaining("SYNCHRONIZED does not guard");
  }

  @Test
  void samplesOneWaitInSeventeenOfEachContender() throws Exception {
    ContentionOptions options =
        new ContentionOptions(Guard.REENTRANT_LOCK, ThreadKind.PLATFORM, 2, 3400, 50, 0, 0);
    try (Contention contention = Contention.open(options)) {
      for (int round = 0; round < 2; round++) {
        Outcome outcome = contention.run();
        assertThat(outcome.waits().getTotalCount()).isEqualTo(200);
        assertThat(outcome.fairness()).isBetween(0.5, 1.0);
      }
    }
  }

  @Test
  void aloneIsFair() throws Exception {
    ContentionOptions options =
        new ContentionOptions(Guard.SEMAPHORE, ThreadKind.VIRTUAL, 1, 100, 0, 0, 0);
    try (Contention contention = Contention.open(options)) {
      assertThat(contention.run().fairness()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Guard.class,
      names = {"NONE", "SPIN", "ATOMIC_LONG", "VAR_HANDLE_CAS", "LONG_ADDER"})
  void whereNobodyBlocksNoMoreVirtualThreadsThanCarriersAreLetIn(Guard guard) {
    int carriers = Carriers.count();
    int tooMany = carriers + 1;
    ContentionOptions options =
        new ContentionOptions(guard, ThreadKind.VIRTUAL, tooMany, 100 * tooMany, 0, 0, 0);

    assertThat(guard.refusal(ThreadKind.VIRTUAL, carriers, carriers)).isEmpty();
    assertThat(guard.refusal(ThreadKind.PLATFORM, tooMany, carriers)).isEmpty();
    assertThatThrownBy(() -> Contention.open(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            guard + " with " + tooMany + " virtual threads on " + carriers + " carriers");
  }

  @ParameterizedTest
  @EnumSource(
      value = Guard.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "SPIN", "ATOMIC_LONG", "VAR_HANDLE_CAS", "LONG_ADDER"})
  void whereTheyBlockAnyNumberIs(Guard guard) {
    assertThat(guard.refusal(ThreadKind.VIRTUAL, 1000, 1)).isEmpty();
  }

  @Test
  void refusesSharesThatAreNotEqualOrNotHundreds() {
    assertThatThrownBy(
            () -> new ContentionOptions(Guard.SPIN, ThreadKind.PLATFORM, 3, 1000, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a multiple of 300 is wanted");
  }

  /** The scheduler has read its property long since. */
  @Test
  void aNumberOfCarriersSetTooLateIsNoticed() {
    String property = "jdk.virtualThreadScheduler.parallelism";
    int carriers = Carriers.count();
    String before = System.setProperty(property, Integer.toString(carriers + 1));
    try {
      assertThatThrownBy(Carriers::count)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(carriers + " carriers, not " + (carriers + 1));
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }
}
