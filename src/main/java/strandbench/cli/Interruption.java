package strandbench.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while a run or a gate goes on: asks it to stop, waits until what was measured
 * is kept and reported, and ends the JVM with {@link ExitCode#INTERRUPTED}.
 */
final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch kept = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Runnable stop) {
    hook = new Thread(() -> stop(stop), "interruption");
  }

  /**
   * Watches over a run until {@link #close}.
   *
   * @param stop asks it to stop
   */
  static Interruption stopping(Runnable stop) {
    Interruption interruption = new Interruption(stop);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void stop(Runnable stop) {
    stop.run();
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
