package strandbench.process;

import java.time.Duration;

/** What is done about a task that must end: an interrupt, then a look at its stack, then a kill. */
final class Escalation {
  private Escalation() {}

  /**
   * Returns at once.
   *
   * @param grace how long the task has to heed the interrupt, and then its worker to tell the stack
   */
  static void begin(WorkerProcess worker, long sequence, Duration grace) {
    worker.cancel(sequence, true);
    Clock.after(
        grace,
        () -> {
          if (worker.has(sequence)) {
            worker.inspect(sequence);
            Clock.after(grace, () -> worker.condemn(sequence, ""));
          }
        });
  }
}
