package strandbench.result;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was measured of one cell.
 *
 * @param key which cell
 * @param primary JMH's primary metric
 * @param secondary JMH's secondary metrics by name
 */
public record CellResult(BenchmarkKey key, Metric primary, Map<String, Metric> secondary) {
  public CellResult {
    secondary = Collections.unmodifiableMap(new TreeMap<>(secondary));
  }

  public Optional<Metric> secondary(String name) {
    return Optional.ofNullable(secondary.get(name));
  }
}
