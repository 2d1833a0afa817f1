package strandbench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What a profiler saw of one cell, in a fork of its own whose figures count nowhere.
 *
 * @param key which cell
 * @param profiler {@code jfr} or {@code async}
 * @param files where it stands, relative to the run directory, with slashes; empty while there is
 *     none
 * @param failure one line: why there is none; null where there is one, and while it is still to
 *     come
 */
public record Profile(BenchmarkKey key, String profiler, List<String> files, String failure) {
  public Profile {
    files = List.copyOf(files);
  }

  /** Asked for, and not taken yet. */
  public static Profile toCome(BenchmarkKey key, String profiler) {
    return new Profile(key, profiler, List.of(), null);
  }

  public static Profile taken(BenchmarkKey key, String profiler, List<String> files) {
    return new Profile(key, profiler, files, null);
  }

  public static Profile failed(BenchmarkKey key, String profiler, String why) {
    return new Profile(key, profiler, List.of(), why);
  }

  @JsonIgnore
  public boolean isToCome() {
    return files.isEmpty() && failure == null;
  }

  /** Whether this is the same look at the same cell, however it ended. */
  public boolean isOf(BenchmarkKey cell, String by) {
    return key.equals(cell) && profiler.equals(by);
  }
}
