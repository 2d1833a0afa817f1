package strandbench.workload;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Runs Java code that C code has called: {@code qsort} sorts two numbers, and asks back how they
 * compare. While it waits for that, one of its frames is on the thread's stack, which no JVM can
 * take off its carrier. Needs a 64-bit C library, and native access.
 */
final class NativeFrame {
  private static final MemorySegment TWO_NUMBERS =
      Arena.global().allocate(ValueLayout.JAVA_LONG, 2);
  private static final MethodHandle QSORT = qsort();
  private static final MemorySegment COMPARE = compare();

  /** What the thread's call of C is for; null when that has been done. */
  private static final ThreadLocal<NativeFrame> CURRENT = new ThreadLocal<>();

  private final SectionKind.Action inside;
  private Throwable failure;

  private NativeFrame(SectionKind.Action inside) {
    this.inside = inside;
  }

  static void run(SectionKind.Action inside) throws InterruptedException {
    NativeFrame frame = new NativeFrame(inside);
    CURRENT.set(frame);
    try {
      QSORT.invokeExact(TWO_NUMBERS, 2L, ValueLayout.JAVA_LONG.byteSize(), COMPARE);
    } catch (Throwable e) {
      throw new IllegalStateException("qsort can't be called", e);
    }
    frame.check();
  }

  private void check() throws InterruptedException {
    if (CURRENT.get() != null) {
      CURRENT.remove();
      throw new IllegalStateException("qsort has not called back");
    }
    switch (failure) {
      case null -> {}
      case InterruptedException e -> throw e;
      default -> throw new IllegalStateException("failed inside of qsort", failure);
    }
  }

  /**
   * Called by C. It may ask more than once, but what is inside is done once. It always answers that
   * both are equal, so that threads may sort the same two at once.
   */
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // Called through a method handle.
  private static int compare(MemorySegment one, MemorySegment other) {
    NativeFrame frame = CURRENT.get();
    if (frame != null) {
      CURRENT.remove();
      try {
        frame.inside.run();
      } catch (Throwable e) { // What comes out of an upcall ends the JVM.
        frame.failure = e;
      }
    }
    return 0;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle qsort() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("qsort"),
        FunctionDescriptor.ofVoid(
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS));
  }

  @SuppressWarnings("restricted")
  private static MemorySegment compare() {
    try {
      MethodHandle compare =
          MethodHandles.lookup()
              .findStatic(
                  NativeFrame.class,
                  "compare",
                  MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              compare,
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
