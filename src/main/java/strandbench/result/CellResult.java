package strandbench.result;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was measured of one cell.
 *
 * @param key which cell
 * @param primary JMH's primary metric
 * @param secondary JMH's secondary metrics by name
 * @param remarks what a reader should know of the entry it was read from, for example that it was
 *     not forked; each fit to follow a semicolon
 */
public record CellResult(
    BenchmarkKey key, Metric primary, Map<String, Metric> secondary, List<String> remarks) {
  public CellResult {
    secondary = Collections.unmodifiableMap(new TreeMap<>(secondary));
    remarks = List.copyOf(remarks);
  }

  /** A cell with nothing to remark. */
  public CellResult(BenchmarkKey key, Metric primary, Map<String, Metric> secondary) {
    this(key, primary, secondary, List.of());
  }

  public Optional<Metric> secondary(String name) {
    return Optional.ofNullable(secondary.get(name));
  }

  CellResult remarked(String remark) {
    return new CellResult(
        key, primary, secondary, Stream.concat(remarks.stream(), Stream.of(remark)).toList());
  }
}
