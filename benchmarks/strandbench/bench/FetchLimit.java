package strandbench.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import strandbench.catalog.CellLimit;
import strandbench.model.ConcurrencyModel;

/**
 * A model can't hold every number of fetches at once, and a machine not so many of everybody's:
 * each holds a connection, which is an open file of the client and of the origin, and where a
 * platform thread waits for it, a thread of the system. Of those, half of what the system allows is
 * the most that is started, so that others have room.
 */
public final class FetchLimit implements CellLimit {
  /** What a JVM has open beside its connections. */
  private static final int OTHER_FILES = 500;

  private static final int THOUSAND = 1000;

  private static final Set<ConcurrencyModel> OF_PLATFORM_THREADS =
      Set.of(
          ConcurrencyModel.PLATFORM_THREADS,
          ConcurrencyModel.PLATFORM_POOL,
          ConcurrencyModel.FORK_JOIN_POOL);

  private final long threads;
  private final long files;

  /** The limits of this machine. */
  public FetchLimit() {
    this(threadsOfThisSystem(), filesOfThisProcess());
  }

  /**
   * Limits of another machine.
   *
   * @param threads that the system allows
   * @param files that a process may have open
   */
  FetchLimit(long threads, long files) {
    this.threads = threads;
    this.files = files;
  }

  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    ConcurrencyModel model = ConcurrencyModel.valueOf(params.get("model"));
    return new ModelLimit()
        .refusal(params, cores)
        .or(() -> tooManyFail(params))
        .or(
            () ->
                refusal(
                    model.name(),
                    OF_PLATFORM_THREADS.contains(model),
                    Integer.parseInt(params.get("inFlight"))));
  }

  private static Optional<String> tooManyFail(Map<String, String> params) {
    return Optional.ofNullable(params.get("failingPermille"))
        .filter(permille -> Integer.parseInt(permille) > THOUSAND)
        .map(permille -> "of 1000 requests " + permille + " can't fail");
  }

  /**
   * Why this machine can't hold so many.
   *
   * @param who would hold them
   * @param platformThreads whether a platform thread waits for each
   */
  Optional<String> refusal(String who, boolean platformThreads, int inFlight) {
    if (inFlight > files - OTHER_FILES) {
      return Optional.of(
          "%s can't hold %d at once here: each is an open file, and a process may have %d"
              .formatted(who, inFlight, files));
    }
    if (platformThreads && inFlight > threads / 2) {
      return Optional.of(
          "%s can't hold %d at once here: each is a thread, the system allows %d, and half of them is"
                  .formatted(who, inFlight, threads)
              + " the most that is started");
    }
    return Optional.empty();
  }

  /** The least of the kernel's limits and the container's; none where they can't be read. */
  private static long threadsOfThisSystem() {
    return Stream.of(
            "/proc/sys/kernel/threads-max", "/proc/sys/kernel/pid_max", "/sys/fs/cgroup/pids.max")
        .flatMapToLong(FetchLimit::number)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** By a reader with a buffer: what is asked for byte by byte, the kernel cuts off after one. */
  private static LongStream number(String file) {
    try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
      String text = Objects.requireNonNullElse(lines.readLine(), "").strip();
      return text.matches("\\d{1,18}") ? LongStream.of(Long.parseLong(text)) : LongStream.empty();
    } catch (IOException e) {
      return LongStream.empty();
    }
  }

  private static long filesOfThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
