package strandbench.workload.guard;

/**
 * A bank balance behind a guard. An update adds an amount, works, takes the amount off again, and
 * counts one update; a read looks at both numbers, and works.
 */
interface Account extends AutoCloseable {
  long AMOUNT = 5;

  /**
   * Lets a contender through once. Calls, in this order, {@link Contender#asks}, {@link
   * Contender#enters} and {@link Contender#work}.
   *
   * @param reads whether it only reads
   * @throws IllegalStateException if a read sees what the guard ought to hide
   */
  void pass(Contender self, boolean reads);

  /** The balance, while nobody contends. */
  long balance();

  /** The updates that were counted, while nobody contends. */
  long updates();

  @Override
  default void close() {}
}
