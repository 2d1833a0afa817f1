package strandbench.gate;

import java.util.List;
import strandbench.result.BenchmarkKey;

/** Settings of a gate that was never run. */
final class Settings {
  private Settings() {}

  static GateSetting of(Gauge gauge) {
    return of(gauge, List.of(), false);
  }

  static GateSetting of(Gauge gauge, List<BenchmarkKey> removed, boolean removedFails) {
    return new GateSetting(
        "base.jar",
        "head.jar",
        gauge.metric(),
        0.05,
        List.of(),
        removed,
        removedFails,
        null,
        7L,
        600.0,
        "4 x 200 ms",
        List.of("scripts/strandbench", "gate"),
        List.of());
  }
}
