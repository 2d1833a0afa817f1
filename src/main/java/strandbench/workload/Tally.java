package strandbench.workload;

import java.util.BitSet;

/** Which items, numbered from 0, have been had; none may be had twice. Not thread-safe. */
public final class Tally {
  private final BitSet had;
  private final int items;

  public Tally(int items) {
    this.had = new BitSet(items);
    this.items = items;
  }

  /**
   * Notes an item.
   *
   * @throws IllegalStateException if it had been noted before
   */
  public void add(int item) {
    if (had.get(item)) {
      throw new IllegalStateException("item " + item + " was had twice");
    }
    had.set(item);
  }

  /**
   * Notes all that another has.
   *
   * @throws IllegalStateException if both have one of them
   */
  public void addAll(Tally other) {
    if (had.intersects(other.had)) {
      throw new IllegalStateException("an item was had by two");
    }
    had.or(other.had);
  }

  /**
   * Looks whether nothing is missing.
   *
   * @throws IllegalStateException if an item is
   */
  public void checkFull() {
    int missing = had.nextClearBit(0);
    if (missing < items) {
      throw new IllegalStateException("item " + missing + " was lost");
    }
  }
}
