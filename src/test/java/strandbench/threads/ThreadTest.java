package strandbench.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** T1: threads, and which of them keep a JVM. */
@Covers(Construct.T1)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadTest {

  @Test
  void joinReturnsWhenTheThreadHasEndedAndItsTimeOutIsTold() throws Exception {
    for (Thread.Builder kind : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
      CountDownLatch gate = new CountDownLatch(1);
      Thread thread = kind.start(() -> awaitUninterrupted(gate));
      assertThat(thread.join(Duration.ofMillis(1))).isFalse();
      assertThat(thread.isAlive()).isTrue();
      gate.countDown();
      thread.join();
      assertThat(thread.isAlive()).isFalse();
      assertThat(thread.getState()).isEqualTo(Thread.State.TERMINATED);
    }
  }

  @Test
  void aThreadKnowsItselfAndItsName() throws Exception {
    AtomicReference<Thread> current = new AtomicReference<>();
    for (Thread.Builder kind : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
      Thread thread = kind.name("worker").start(() -> current.set(Thread.currentThread()));
      thread.join();
      assertThat(current.get()).isSameAs(thread);
      assertThat(thread.getName()).isEqualTo("worker");
    }
  }

  @Test
  void startingTwiceIsAnError() throws Exception {
    Thread thread = Thread.ofPlatform().start(() -> {});
    thread.join();
    assertThatThrownBy(thread::start).isInstanceOf(IllegalThreadStateException.class);
  }

  @Test
  void enumerationHasPlatformThreadsAndNoVirtualOnes() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Thread platform = Thread.ofPlatform().start(() -> awaitUninterrupted(gate));
    Thread virtual = Thread.ofVirtual().start(() -> awaitUninterrupted(gate));
    try {
      assertThat(Thread.getAllStackTraces()).containsKey(platform).doesNotContainKey(virtual);
    } finally {
      gate.countDown();
    }
    platform.join();
    virtual.join();
    assertThat(Thread.getAllStackTraces()).doesNotContainKey(platform);
  }

  @Test
  void virtualThreadsAreDaemonsAndCannotBeOtherwise() {
    Thread virtual = Thread.ofVirtual().unstarted(() -> {});
    assertThat(virtual.isDaemon()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> virtual.setDaemon(false));
    assertThat(Thread.ofPlatform().unstarted(() -> {}).isDaemon()).isFalse();
    assertThat(Thread.ofPlatform().daemon().unstarted(() -> {}).isDaemon()).isTrue();
  }

  /** It parks for ever: were it to keep the JVM, that would not end. */
  @ParameterizedTest
  @ValueSource(strings = {"DAEMON", "VIRTUAL"})
  void aDaemonThreadDoesNotKeepTheJvm(String kind) throws Exception {
    assertThat(outputOf(kind)).isEqualTo("main ends\n");
  }

  @Test
  void anyOtherThreadKeepsTheJvmUntilItEnds() throws Exception {
    assertThat(outputOf("OTHER")).isEqualTo("main ends\nthe other goes on\n");
  }

  /** Starts a thread, and leaves main. */
  static final class Leaver {
    public static void main(String[] args) {
      Thread main = Thread.currentThread();
      switch (args[0]) {
        case "DAEMON" -> Thread.ofPlatform().daemon().start(Leaver::parkForEver);
        case "VIRTUAL" -> Thread.ofVirtual().start(Leaver::parkForEver);
        default -> Thread.ofPlatform().start(() -> printAfter(main));
      }
      System.out.println("main ends");
    }

    private static void parkForEver() {
      while (true) {
        LockSupport.park();
      }
    }

    private static void printAfter(Thread main) {
      try {
        main.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      System.out.println("the other goes on");
    }
  }

  private static String outputOf(String kind) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Leaver.class.getName(),
                kind)
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).as("the JVM ends").isTrue();
      assertThat(jvm.exitValue()).isZero();
      return new String(jvm.getInputStream().readAllBytes());
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static void awaitUninterrupted(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
