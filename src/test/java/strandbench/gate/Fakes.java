package strandbench.gate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import strandbench.result.BenchmarkKey;
import strandbench.result.Json;
import strandbench.run.JarFork;

/** Arms that need no JVM, and a clock that only they move. */
final class Fakes {
  static final double FORK_SECONDS = 2.5;

  /** What each fork takes. */
  double forkSeconds = FORK_SECONDS;

  final AtomicLong nanos = new AtomicLong(7_000_000_000L);

  static BenchmarkKey key(String method) {
    return BenchmarkKey.of("a.b.C." + method, "avgt", 1, Map.of());
  }

  /** An arm that takes so long for each operation. */
  Arm arm(String method, DoubleSupplier micros) {
    return arm(key(method), "us/op", micros);
  }

  Arm arm(BenchmarkKey key, String unit, DoubleSupplier score) {
    return new Arm() {
      @Override
      public BenchmarkKey key() {
        return key;
      }

      @Override
      public JarFork fork() {
        pass(forkSeconds);
        return new JarFork("t", forkSeconds, 0, 1, null, entry(key, unit, score.getAsDouble()));
      }
    };
  }

  /** An arm that gives no result. */
  Arm failing(String method, String cause) {
    return new Arm() {
      @Override
      public BenchmarkKey key() {
        return Fakes.key(method);
      }

      @Override
      public JarFork fork() {
        pass(forkSeconds);
        return new JarFork("t", forkSeconds, 0, 1, cause, null);
      }
    };
  }

  void pass(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  /** JMH's JSON for one fork, without what nobody reads. */
  static ObjectNode entry(BenchmarkKey key, String unit, double... forks) {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    entry.put("benchmark", key.benchmark()).put("mode", key.mode()).put("threads", key.threads());
    ObjectNode params = entry.putObject("params");
    key.params().forEach(params::put);
    metric(entry.putObject("primaryMetric"), unit, forks);
    return entry;
  }

  static ObjectNode metric(ObjectNode metric, String unit, double... forks) {
    metric.put("score", forks[0]).put("scoreUnit", unit);
    for (double fork : forks) {
      metric.withArray("rawData").addArray().add(fork).add(fork);
    }
    return metric;
  }
}
