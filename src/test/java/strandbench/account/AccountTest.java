package strandbench.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The account against loads of known size. By what was used, never by how long it took. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccountTest {
  private static final String NOBODY = "no.such.MainClass";

  /** For all tests that leave it alive. */
  private static KnownLoad child;

  private boolean open;

  @BeforeAll
  static void startChild() throws Exception {
    child = new KnownLoad();
  }

  @AfterAll
  static void endChild() throws Exception {
    child.close();
  }

  @BeforeEach
  void isPossibleHere() {
    assertThat(Account.isPossible()).isTrue();
  }

  @AfterEach
  void leaveNoneOpen() {
    if (open) {
      Account.close();
    }
  }

  @Test
  void aChildThatBurnsASecondIsCharged() throws Exception {
    open(NOBODY);
    child.burnMillis(1000);
    Statement statement = close();

    assertThat(cpuSeconds(statement.own())).isBetween(0.99, 1.3);
    assertThat(statement.apart()).isEqualTo(Usage.NONE);
  }

  @Test
  void aChildThatEndsMeanwhileIsChargedForThatTimeOnly() throws Exception {
    KnownLoad mortal = new KnownLoad();
    mortal.burnMillis(400);
    open(NOBODY);
    mortal.burnMillis(300);
    mortal.close();
    Statement statement = close();

    assertThat(cpuSeconds(statement.own())).isBetween(0.29, 0.6);
  }

  @Test
  void aChildThatComesAndGoesIsChargedInFull() throws Exception {
    open(NOBODY);
    try (KnownLoad mortal = new KnownLoad()) {
      mortal.burnMillis(300);
    }
    Statement statement = close();

    // With what its start costs: some tenths of a second.
    assertThat(cpuSeconds(statement.own())).isBetween(0.3, 2.0);
  }

  @Test
  void thisProcessIsChargedItself() {
    open(NOBODY);
    long end = threadNanos() + 300_000_000;
    while (threadNanos() < end) {
      Thread.onSpinWait();
    }

    assertThat(cpuSeconds(close().own())).isBetween(0.29, 0.5);
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void whatAChildHoldsIsSeenAtItsPeak() throws Exception {
    open(NOBODY);
    Held before = close().ownHeld();
    open(NOBODY);
    child.holdMebibytes(200);
    Held held = close().ownHeld();

    assertThat(mebibytes(held.residentPeak() - before.residentPeak())).isBetween(190.0, 230.0);
    assertThat(held.residentMean()).isBetween(before.residentMean() * 0.9, held.residentPeak());
    assertThat(held.processesPeak()).isEqualTo(2);
    assertThat(held.samples()).isPositive();
  }

  @Test
  void sharedPagesCountOnceInTheProportionalMemory() throws Exception {
    try (KnownLoad another = new KnownLoad()) {
      assertThat(another.pid()).isNotEqualTo(child.pid());
      HeldStatistics held = new HeldStatistics();
      ProcessTree.Members members = new ProcessTree(NOBODY).find();
      held.sample(members.own());
      held.sampleProportional(members.own());

      // The JDK's library and archive of classes are mapped by all three.
      assertThat(mebibytes(held.held().residentPeak() - held.held().proportionalPeak()))
          .isGreaterThan(10);
    }
  }

  @Test
  void switchesAreCountedOfAllThreads() throws Exception {
    open(NOBODY);
    child.waitTimes(300);
    Statement statement = close();

    assertThat(statement.own().voluntarySwitches()).isBetween(300L, 900L);
  }

  @Test
  void switchesOfThreadsThatHaveEndedCountToo() throws Exception {
    open(NOBODY);
    for (int i = 0; i < 20; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int wait = 0; wait < 20; wait++) {
                  LockSupport.parkNanos(100_000);
                }
              });
      thread.start();
      thread.join();
    }

    assertThat(close().own().voluntarySwitches()).isBetween(400L, 1500L);
  }

  @Test
  void involuntarySwitchesAreThoseOfThreadsThatMustShare() throws Exception {
    open(NOBODY);
    int threads = 4 * Runtime.getRuntime().availableProcessors();
    Thread[] spinning = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      spinning[i] =
          new Thread(
              () -> {
                long end = threadNanos() + 30_000_000;
                while (threadNanos() < end) {
                  Thread.onSpinWait();
                }
              });
      spinning[i].start();
    }
    for (Thread thread : spinning) {
      thread.join();
    }

    assertThat(close().own().involuntarySwitches()).isGreaterThan(threads);
  }

  @Test
  void threadsOfChildrenAreCounted() throws Exception {
    open(NOBODY);
    double before = close().ownHeld().threadsPeak();
    child.keepThreads(100);
    open(NOBODY);
    child.burnMillis(50);

    assertThat(close().ownHeld().threadsPeak() - before).isBetween(95.0, 110.0);
  }

  @Test
  void whatIsToldApartIsLeftOutOfTheRest() throws Exception {
    open(KnownLoad.class.getName());
    child.burnMillis(400);
    Statement statement = close();

    assertThat(cpuSeconds(statement.apart())).isBetween(0.39, 0.7);
    assertThat(cpuSeconds(statement.own())).isLessThan(0.3);
    assertThat(statement.apartHeld().processesPeak()).isEqualTo(1);
    assertThat(statement.ownHeld().processesPeak()).isEqualTo(1);
  }

  @Test
  void whatIsToldApartStaysSoWhenItEnds() throws Exception {
    KnownLoad mortal = new KnownLoad();
    mortal.burnMillis(800);
    open(KnownLoad.class.getName());
    mortal.close();
    Statement statement = close();

    assertThat(cpuSeconds(statement.own())).isLessThan(0.5);
    assertThat(cpuSeconds(statement.apart())).isLessThan(0.5);
  }

  @Test
  void onlyTheWorkCountsWhereItTellsItsBeginAndEnd() throws Exception {
    open(NOBODY);
    child.burnMillis(400);
    Account.begin();
    child.burnMillis(200);
    Account.end();
    child.burnMillis(400);
    Statement statement = close();

    assertThat(statement.ofTheWorkAlone()).isTrue();
    assertThat(cpuSeconds(statement.own())).isBetween(0.19, 0.39);
  }

  @Test
  void oneAccountAtATime() {
    Account.begin();
    Account.end();
    assertThatThrownBy(Account::close).isInstanceOf(IllegalStateException.class);
    open(NOBODY);
    assertThatThrownBy(() -> Account.open(NOBODY)).isInstanceOf(IllegalStateException.class);
    assertThat(close().ofTheWorkAlone()).isFalse();
  }

  @Test
  void aProcessThatHasEndedIsNoMember() throws IOException {
    KnownLoad mortal = new KnownLoad();
    mortal.close();

    assertThat(ProcStat.of(mortal.pid())).isEmpty();
    assertThat(Posix.processNanos(mortal.pid())).isEmpty();
    assertThat(new ProcessTree(NOBODY).find().own()).noneMatch(p -> p.pid() == mortal.pid());
  }

  private void open(String apart) {
    Account.open(apart);
    open = true;
  }

  private Statement close() {
    open = false;
    return Account.close();
  }

  private static double cpuSeconds(Usage usage) {
    return usage.cpuNanos() / 1e9;
  }

  private static double mebibytes(double bytes) {
    return bytes / (1 << 20);
  }
}
