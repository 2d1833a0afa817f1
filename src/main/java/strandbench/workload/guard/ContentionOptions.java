package strandbench.workload.guard;

import strandbench.workload.ThreadKind;

/**
 * Who contends for what.
 *
 * @param contenders how many, 1 or more
 * @param operations of all contenders together; each does its equal share, a multiple of 100
 * @param readPercent how many of a hundred operations only read, 0 to 100
 * @param criticalWork xorshift iterations inside, 0 or more
 * @param outsideWork xorshift iterations outside after each operation, 0 or more
 */
public record ContentionOptions(
    Guard guard,
    ThreadKind thread,
    int contenders,
    int operations,
    int readPercent,
    int criticalWork,
    int outsideWork) {

  public ContentionOptions {
    if (contenders < 1) {
      throw new IllegalArgumentException(contenders + " contenders: at least 1 is wanted");
    }
    if (operations < 1 || operations % (100 * contenders) != 0) {
      throw new IllegalArgumentException(
          operations
              + " operations for "
              + contenders
              + " contenders: each does the same multiple of 100, so a multiple of "
              + 100 * contenders
              + " is wanted");
    }
    if (readPercent < 0 || readPercent > 100) {
      throw new IllegalArgumentException(readPercent + "% reads: 0 to 100 is wanted");
    }
    if (criticalWork < 0 || outsideWork < 0) {
      throw new IllegalArgumentException("work of negative length");
    }
  }

  /** The operations that one contender does. */
  int operationsEach() {
    return operations / contenders;
  }

  /** How many of all operations are updates. */
  public long updates() {
    return operations / 100L * (100 - readPercent);
  }
}
