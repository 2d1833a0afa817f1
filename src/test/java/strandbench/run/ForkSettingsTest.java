package strandbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;

class ForkSettingsTest {
  private final ForkSettings settings =
      new ForkSettings(Duration.ofSeconds(2), Duration.ofMinutes(1), List.of(), Optional.empty());

  @Test
  void aForkIsDividedIntoWarmUpAndMeasurement() {
    JarBenchmark benchmark = benchmark("thrpt", 5, 5);
    assertEquals(new Plan.Iterations(4, 200), settings.warmup(benchmark));
    assertEquals(new Plan.Iterations(6, 200), settings.measurement(benchmark));
  }

  @Test
  void whatWantsOneIterationGetsOneThatIsAsLongAsAll() {
    JarBenchmark benchmark = benchmark("avgt", 1, 1);
    assertEquals(new Plan.Iterations(4, 200), settings.warmup(benchmark));
    assertEquals(new Plan.Iterations(1, 1200), settings.measurement(benchmark));
  }

  @Test
  void singleShotsKeepTheirNumber() {
    JarBenchmark benchmark = benchmark("ss", 3, 7);
    assertEquals(3, settings.warmup(benchmark).count());
    assertEquals(7, settings.measurement(benchmark).count());
  }

  private static JarBenchmark benchmark(String mode, int warmups, int measurements) {
    return new JarBenchmark(
        new BenchmarkKey("org.B.b", mode, 1, new TreeMap<>()), warmups, measurements);
  }
}
