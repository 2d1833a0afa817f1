package strandbench.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import strandbench.run.Run;

/**
 * Ctrl-C and SIGTERM while a run goes on: asks it to stop, waits until what was measured is kept
 * and reported, and ends the JVM with {@link ExitCode#INTERRUPTED}.
 */
final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch kept = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Run run) {
    hook = new Thread(() -> stop(run), "interruption");
  }

  /** Watches over a run until {@link #close}. */
  static Interruption stopping(Run run) {
    Interruption interruption = new Interruption(run);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void stop(Run run) {
    run.stop();
    try {
      kept.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }

  /** What was measured is kept; from here on the JVM may end as it likes. */
  void close() {
    kept.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down already: the hook ends it.
    }
  }
}
