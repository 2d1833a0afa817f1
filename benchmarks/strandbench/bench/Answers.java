package strandbench.bench;

/** Holds an operation's answer against its oracle. */
final class Answers {
  private Answers() {}

  static void check(long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(
          "wrong answer: the tasks' sum is " + actual + ", the oracle says " + expected);
    }
  }
}
