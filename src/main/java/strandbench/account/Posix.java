package strandbench.account;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.OptionalLong;

/**
 * What the C library of 64-bit Linux tells of processor time: getrusage(2), which alone counts the
 * context switches of threads that have ended, and the processor-time clock of any process
 * (clock_gettime(2)), which is exact to the nanosecond where {@code /proc} has ticks of 10 ms.
 */
final class Posix {
  /** This process, with every thread that it has or had. */
  static final int SELF = 0;

  /** Those of its children, and of theirs, that have ended and were waited for. */
  static final int ENDED_CHILDREN = -1;

  /** The calling thread. */
  static final int THREAD = 1;

  private static final int STRUCT_BYTES = 144;
  private static final int USER_OFFSET = 0;
  private static final int SYSTEM_OFFSET = 16;
  private static final int VOLUNTARY_OFFSET = 128;
  private static final int INVOLUNTARY_OFFSET = 136;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final MethodHandle GETRUSAGE =
      function("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ValueLayout.ADDRESS));
  private static final MethodHandle CLOCK_GETTIME =
      function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ValueLayout.ADDRESS));

  private static final MethodHandle GETPAGESIZE =
      function("getpagesize", FunctionDescriptor.of(JAVA_INT));

  private Posix() {}

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /** Asks getrusage for one of the constants above. */
  static Usage usage(int who) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(STRUCT_BYTES, Long.BYTES);
      int result = (int) GETRUSAGE.invokeExact(who, struct);
      if (result != 0) {
        throw new IllegalStateException("getrusage(" + who + ") failed");
      }
      return new Usage(
          timeval(struct, USER_OFFSET) + timeval(struct, SYSTEM_OFFSET),
          struct.get(JAVA_LONG, VOLUNTARY_OFFSET),
          struct.get(JAVA_LONG, INVOLUNTARY_OFFSET));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes of a page of memory. */
  static int pageBytes() {
    try {
      return (int) GETPAGESIZE.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long timeval(MemorySegment struct, long offset) {
    return struct.get(JAVA_LONG, offset) * NANOS_PER_SECOND
        + struct.get(JAVA_LONG, offset + Long.BYTES) * 1000;
  }

  /** The processor time of a process that lives, threads that ended included; else empty. */
  static OptionalLong processNanos(long pid) {
    // As clock_getcpuclockid(3) makes it: the clock that the scheduler keeps for a whole process.
    int clock = (int) (~pid << 3) | 2;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timespec = arena.allocate(2 * Long.BYTES, Long.BYTES);
      int result = (int) CLOCK_GETTIME.invokeExact(clock, timespec);
      return result == 0
          ? OptionalLong.of(
              timespec.get(JAVA_LONG, 0) * NANOS_PER_SECOND + timespec.get(JAVA_LONG, Long.BYTES))
          : OptionalLong.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
