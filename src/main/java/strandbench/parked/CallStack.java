package strandbench.parked;

import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.CompilerControl;

/** Makes a stack of a given depth. */
final class CallStack {
  private CallStack() {}

  /**
   * Makes so many calls, one within the other, the innermost of which calls {@code inside}. In a
   * fork of JMH each keeps a frame of its own: C2 would put two or three of them into one.
   *
   * @return how many they were, where {@code inside} returns 1
   */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  static int deep(int depth, IntSupplier inside) {
    return depth <= 1 ? inside.getAsInt() : 1 + deep(depth - 1, inside);
  }

  /**
   * Holds the calls that came back against those that were made.
   *
   * @throws IllegalStateException if they are not as many
   */
  static void check(long made, long returned) {
    if (made != returned) {
      throw new IllegalStateException(made + " calls were made, and " + returned + " came back");
    }
  }
}
