package strandbench.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellOutcome;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.ExcludedCell;
import strandbench.result.ForkEntry;
import strandbench.result.Machine;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.result.RunRecord;

/** A run like those that `run` leaves behind, built cell by cell. */
final class Fixtures {
  static final List<String> MODELS =
      List.of(
          "SINGLE_THREAD",
          "PLATFORM_THREADS",
          "PLATFORM_POOL",
          "VIRTUAL_THREADS",
          "FORK_JOIN_POOL",
          "PROCESS_POOL");

  private final Random random = new Random(42);
  private final int forks;
  private final int cores;
  private final List<CellResult> cells = new ArrayList<>();
  private final List<CellOutcome> outcomes = new ArrayList<>();
  private final List<ExcludedCell> excluded = new ArrayList<>();
  private final List<ForkEntry> journal = new ArrayList<>();

  Fixtures(int forks, int cores) {
    this.forks = forks;
    this.cores = cores;
  }

  /** Six models on two workloads, with an invalid, a failed and a missing cell. */
  static Result standard(int forks) {
    Fixtures run = new Fixtures(forks, 2);
    run.baselines(1.0);
    for (int parallelism : new int[] {1, 2, 4}) {
      for (String model : MODELS) {
        if (model.equals("SINGLE_THREAD") && parallelism > 1) {
          run.excluded(counting(model, parallelism), "one thread runs one task at a time");
          continue;
        }
        double efficiency =
            switch (model) {
              case "PROCESS_POOL" -> 0.94;
              case "FORK_JOIN_POOL" -> 0.975;
              default -> 0.985;
            };
        run.counting(model, parallelism, efficiency * Math.min(2, parallelism), 0.004);
      }
    }
    for (int inFlight : new int[] {1, 4, 16, 64, 256}) {
      for (String model : MODELS) {
        if (model.equals("SINGLE_THREAD") && inFlight > 1) {
          run.excluded(fetch(model, inFlight), "one thread holds one request");
        } else if (model.equals("PROCESS_POOL") && inFlight > 16) {
          run.excluded(fetch(model, inFlight), "a process per request");
        } else if (model.equals("FORK_JOIN_POOL") && inFlight == 256) {
          run.fetch(model, inFlight, 0.6, 0.1);
          run.end(
              fetch(model, inFlight),
              CellState.INVALID,
              "origin-saturated",
              "its event loop was busy 97% of the time");
        } else if (model.equals("PLATFORM_POOL") && inFlight == 64) {
          run.missing(
              fetch(model, inFlight), CellState.FAILED, "fork 2: ConnectException: refused");
        } else if (model.equals("PLATFORM_THREADS") && inFlight == 64) {
          run.missing(fetch(model, inFlight), CellState.MISSING, "budget used up");
        } else {
          double share = inFlight < 256 ? 0.985 : model.equals("VIRTUAL_THREADS") ? 0.953 : 0.871;
          run.fetch(model, inFlight, share, inFlight < 256 ? 0.003 : 0.015);
        }
      }
    }
    return run.result("2026-01-01T120000Z-test-2cpu", forks < 3 ? "smoke" : "standard");
  }

  Result result(String name, String plan) {
    Machine machine =
        new Machine(
            "Test CPU 3000",
            cores,
            cores,
            cores,
            "max",
            "0-" + (cores - 1),
            "unknown",
            "Linux 6.1",
            8L << 30,
            "25.0.1+8-LTS (Eclipse Adoptium)",
            "kvm",
            List.of("-XX:+UseG1GC", "-Xmx1g"),
            List.of("-XX:+UseSerialGC", "-Xmx64m"),
            List.of("-XX:+UseSerialGC", "-Xmx256m"));
    return new Result(
        name,
        cells,
        Optional.of(
            new RunRecord(
                RunRecord.FORMAT_VERSION,
                plan,
                forks < 3 ? "shows that everything runs" : "answers on this machine",
                List.of("scripts/strandbench", "run", "--plan", plan, "--include", ".*a b"),
                42,
                forks,
                "2026-01-01T12:00:00Z",
                "2026-01-01T12:14:00Z",
                "complete",
                machine,
                outcomes,
                excluded,
                List.of(),
                List.of())),
        journal);
  }

  /** The A/A pair, whose second is `ratio` times the first, and the kernels with their control. */
  void baselines(double ratio) {
    Map<String, String> work = work();
    work.put("kernel", "XORSHIFT");
    measured(key("RawThreadBenchmark.first", work), noisy(1.0, 0.003), Map.of());
    measured(key("RawThreadBenchmark.second", work), noisy(ratio, 0.003), Map.of());
    for (String kernel : List.of("XORSHIFT", "NAIVE")) {
      for (int iterations : new int[] {1_000_000, 2_000_000}) {
        BenchmarkKey key =
            key(
                "KernelBenchmark.count",
                Map.of("kernel", kernel, "iterations", Integer.toString(iterations)));
        measured(key, noisy(kernel.equals("NAIVE") ? 5e8 : 6.1e8 / iterations, 0.002), Map.of());
        if (kernel.equals("NAIVE")) {
          end(key, CellState.REJECTED_AS_IT_MUST_BE, "folded-kernel", "costs the same at n and 2n");
        }
      }
    }
  }

  void counting(String model, int parallelism, double speedup, double spread) {
    List<double[]> rows = noisy(speedup, spread);
    measured(
        counting(model, parallelism), rows, Map.of("iterations", scaled("ops/s", rows, 6.1e8)));
  }

  void fetch(String model, int inFlight, double share, double spread) {
    List<double[]> rows = noisy(share * inFlight / 0.05 / 512, spread);
    measured(
        fetch(model, inFlight),
        rows,
        Map.of(
            "fetches", scaled("ops/s", rows, 512),
            "originCpuPermille", new Metric("#", 120, noisy(1.2 * inFlight, 0.05)),
            "originBusyPermille", new Metric("#", 140, noisy(1.4 * inFlight, 0.05)),
            "originLatenessMicros", new Metric("#", 90, noisy(90 + inFlight, 0.2))));
  }

  void measured(BenchmarkKey key, List<double[]> rows, Map<String, Metric> secondary) {
    measured(key, "ops/s", rows, secondary);
  }

  void measured(BenchmarkKey key, String unit, List<double[]> rows, Map<String, Metric> secondary) {
    Metric primary =
        new Metric(unit, rows.stream().mapToDouble(r -> r[0]).average().orElse(0), rows);
    cells.add(new CellResult(key, primary, secondary));
    outcomes.add(new CellOutcome(key, CellState.MEASURED, rows.size(), null, null, null));
    for (int fork = 0; fork < rows.size(); fork++) {
      journal.add(
          new ForkEntry(
              fork + 1,
              1,
              key,
              "2026-01-01T12:00:00Z",
              2.5,
              0.001 * fork,
              1.2,
              null,
              JsonNodeFactory.instance.objectNode()));
    }
  }

  void end(BenchmarkKey key, CellState state, String rule, String reason) {
    outcomes.replaceAll(
        cell ->
            cell.key().equals(key)
                ? new CellOutcome(key, state, cell.forks(), rule, reason, null)
                : cell);
  }

  void missing(BenchmarkKey key, CellState state, String reason) {
    outcomes.add(new CellOutcome(key, state, 0, null, reason, null));
  }

  void excluded(BenchmarkKey key, String reason) {
    excluded.add(new ExcludedCell(key, reason));
  }

  static BenchmarkKey counting(String model, int parallelism) {
    Map<String, String> params = work();
    params.put("kernel", "XORSHIFT");
    params.put("model", model);
    params.put("parallelism", Integer.toString(parallelism));
    return key("CountingLoopBenchmark.count", params);
  }

  static BenchmarkKey fetch(String model, int inFlight) {
    return key(
        "FetchBenchmark.fetch",
        Map.of(
            "model", model,
            "inFlight", Integer.toString(inFlight),
            "delay", "FIXED",
            "delayMillis", "50",
            "bodyBytes", "1024"));
  }

  private static Map<String, String> work() {
    return new TreeMap<>(Map.of("tasks", "200", "iterationsPerTask", "3000000"));
  }

  static BenchmarkKey key(String name, Map<String, String> params) {
    return key(name, "thrpt", params);
  }

  static BenchmarkKey key(String name, String mode, Map<String, String> params) {
    return BenchmarkKey.of("strandbench.bench." + name, mode, 1, params);
  }

  List<double[]> noisy(double mean, double spread) {
    return IntStream.range(0, forks)
        .mapToObj(
            fork -> {
              double forkMean = mean * Math.exp(spread * random.nextGaussian());
              return new double[] {forkMean * 0.999, forkMean, forkMean * 1.001};
            })
        .toList();
  }

  static Metric scaled(String unit, List<double[]> rows, double factor) {
    List<double[]> scaled =
        rows.stream()
            .map(row -> Arrays.stream(row).map(value -> value * factor).toArray())
            .toList();
    return new Metric(unit, Double.NaN, scaled);
  }
}
