package strandbench.process;

import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * <p>The JDK reports an end by signal N as the value 128 + N, which is also what a process may exit
 * with of its own accord. Where {@link #bySignal} comes from decides: a {@link JvmProcess}
 * announces an exit of its own accord, other processes don't.
 *
 * @param value as {@link Process#exitValue()} tells it
 * @param bySignal whether a signal ended the process
 */
public record ExitStatus(int value, boolean bySignal) {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /** Takes every value from 129 to 192 for a signal: right unless a program exits with such one. */
  public static ExitStatus of(int value) {
    return of(value, false);
  }

  /**
   * Tells a code from a signal by what the process has said.
   *
   * @param announced whether it has told that it would exit of its own accord, as {@link ExitNote}
   *     does
   */
  static ExitStatus of(int value, boolean announced) {
    boolean inRange = value > SIGNAL_BASE && value <= SIGNAL_BASE + LAST_SIGNAL;
    return new ExitStatus(value, inRange && !announced);
  }

  /** The exit code, or empty after a signal. */
  public OptionalInt code() {
    return bySignal ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** The signal's number, or empty after an exit. */
  public OptionalInt signal() {
    return bySignal ? OptionalInt.of(value - SIGNAL_BASE) : OptionalInt.empty();
  }

  /**
   * As it stands in messages: {@code "exited with code 3"} or {@code "died of signal 9 (SIGKILL)"}.
   */
  @Override
  public String toString() {
    if (!bySignal) {
      return "exited with code " + value;
    }
    int signal = value - SIGNAL_BASE;
    String name =
        switch (signal) {
          case 1 -> " (SIGHUP)";
          case 2 -> " (SIGINT)";
          case 3 -> " (SIGQUIT)";
          case 6 -> " (SIGABRT)";
          case 9 -> " (SIGKILL)";
          case 11 -> " (SIGSEGV)";
          case 15 -> " (SIGTERM)";
          default -> "";
        };
    return "died of signal " + signal + name;
  }
}
