package strandbench.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellState;
import strandbench.result.Metric;
import strandbench.result.Result;

/** A run of the further questions, in figures of about the size that they have. */
final class QuestionFixtures {
  /** What a raw thread does in a second: 1.64 ns an iteration. */
  static final double RAW = 6.1e8;

  static final int[] GRAINS = {128, 512, 2048, 8192, 32768, 131072, 4194304};

  private final Fixtures run;

  private QuestionFixtures(int forks) {
    run = new Fixtures(forks, 2);
  }

  static Result all(int forks) {
    QuestionFixtures questions = new QuestionFixtures(forks);
    questions.run.baselines(1);
    questions.rawThread();
    questions.taskSize();
    questions.divideAndConquer();
    questions.handOver();
    questions.start();
    questions.keep();
    questions.pinning();
    questions.queues();
    questions.coordination();
    questions.echo();
    questions.crawl();
    questions.fetchClients();
    questions.failingFetches();
    questions.waitingFetches();
    questions.fullStretch();
    return questions.run.result("questions", forks < 3 ? "smoke" : "thorough");
  }

  private void rawThread() {
    Map<String, String> work =
        Map.of("kernel", "XORSHIFT", "tasks", "32", "iterationsPerTask", "4194304");
    for (String method : List.of("first", "second")) {
      List<double[]> rows = run.noisy(4.5, 0.003);
      run.measured(
          Fixtures.key("RawThreadBenchmark." + method, "thrpt", work),
          rows,
          Map.of("iterations", Fixtures.scaled("ops/s", rows, RAW / 4.5)));
    }
  }

  static BenchmarkKey taskSize(String model, int parallelism, int iterations) {
    return Fixtures.key(
        "TaskSizeBenchmark.count",
        "thrpt",
        Map.of(
            "model",
            model,
            "parallelism",
            Integer.toString(parallelism),
            "kernel",
            "XORSHIFT",
            "totalIterations",
            "67108864",
            "iterationsPerTask",
            Integer.toString(iterations)));
  }

  /** Efficiency g / (g + overhead), so that it is one half where the grain is the overhead. */
  private void taskSize() {
    Map<String, Double> overheadMicros =
        Map.of(
            "SINGLE_THREAD",
            0.02,
            "PLATFORM_POOL",
            0.8,
            "PLATFORM_THREADS",
            40.0,
            "VIRTUAL_THREADS",
            1.1,
            "FORK_JOIN_POOL",
            0.4,
            "PROCESS_POOL",
            4.0);
    for (String model : Fixtures.MODELS) {
      int parallelism = model.equals("SINGLE_THREAD") ? 1 : 2;
      for (int grain : GRAINS) {
        double micros = 1e6 * grain / RAW;
        double efficiency = micros / (micros + overheadMicros.get(model));
        if (efficiency < 0.05) {
          continue;
        }
        if (model.equals("PROCESS_POOL") && grain == 8192) {
          run.missing(
              taskSize(model, parallelism, grain), CellState.FAILED, "fork 1: a worker died");
          continue;
        }
        List<double[]> rows = run.noisy(efficiency * parallelism * RAW / 67108864, 0.02);
        run.measured(
            taskSize(model, parallelism, grain),
            rows,
            Map.of("iterations", Fixtures.scaled("ops/s", rows, 67108864)));
      }
    }
  }

  private void divideAndConquer() {
    Map<String, Double> overhead =
        Map.of(
            "FORK_JOIN_POOL",
            0.3,
            "PARALLEL_STREAM",
            0.001,
            "VIRTUAL_THREADS",
            1.5,
            "STRUCTURED_SCOPE",
            3.0,
            "PLATFORM_POOL",
            0.6);
    for (String how :
        List.of(
            "FORK_JOIN_POOL",
            "PARALLEL_STREAM",
            "VIRTUAL_THREADS",
            "STRUCTURED_SCOPE",
            "PLATFORM_POOL")) {
      for (int cutOff : new int[] {1, 16, 256, 4096, 32768}) {
        double millis = 55 + overhead.get(how) * 65.536 / cutOff;
        List<double[]> rows = run.noisy(1e3 / millis, 0.01);
        run.measured(
            Fixtures.key(
                "DivideAndConquerBenchmark.sum",
                "thrpt",
                Map.of(
                    "how",
                    how,
                    "cutOff",
                    Integer.toString(cutOff),
                    "parallelism",
                    "2",
                    "kernel",
                    "XORSHIFT",
                    "size",
                    "65536",
                    "iterationsPerNumber",
                    "1024")),
            rows,
            Map.of(
                "tasks", Fixtures.scaled("ops/s", rows, 65536.0 / cutOff),
                "steals", Fixtures.scaled("ops/s", rows, how.equals("FORK_JOIN_POOL") ? 7 : 0)));
      }
    }
  }

  static BenchmarkKey handOver(String model) {
    return Fixtures.key(
        "TaskHandOverBenchmark.submitAndGet", "sample", Map.of("model", model, "parallelism", "1"));
  }

  private void handOver() {
    Map<String, Double> micros =
        Map.of(
            "SINGLE_THREAD",
            0.1,
            "PLATFORM_POOL",
            9.0,
            "PLATFORM_THREADS",
            45.0,
            "VIRTUAL_THREADS",
            6.0,
            "FORK_JOIN_POOL",
            8.5,
            "PROCESS_POOL",
            22.0);
    for (String model : Fixtures.MODELS) {
      double p50 = micros.get(model);
      run.measured(
          handOver(model),
          "us/op",
          run.noisy(1.2 * p50, 0.05),
          Map.of(
              "p0.50", metric("us/op", p50, 0.02),
              "p0.90", metric("us/op", 1.4 * p50, 0.03),
              "p0.99", metric("us/op", 3 * p50, 0.05),
              "p0.999", metric("us/op", 12 * p50, 0.2)));
    }
  }

  private Metric metric(String unit, double mean, double spread) {
    return new Metric(unit, mean, run.noisy(mean, spread));
  }

  private void start() {
    time("StartBenchmark.oneAfterAnother", "us/op", 55, Map.of("kind", "PLATFORM_THREAD"));
    time("StartBenchmark.oneAfterAnother", "us/op", 3.1, Map.of("kind", "VIRTUAL_THREAD"));
    time("StartBenchmark.allAtOnce", "us/op", 38, Map.of("kind", "PLATFORM_THREAD"));
    time("StartBenchmark.allAtOnce", "us/op", 0.9, Map.of("kind", "VIRTUAL_THREAD"));
    double micros = 0.2;
    for (String model : Fixtures.MODELS) {
      time("ExecutorLifecycleBenchmark.openRunClose", "us/op", micros, Map.of("model", model));
      micros *= model.equals("FORK_JOIN_POOL") ? 1500 : 3.5;
    }
    double millis = 160;
    for (String start : List.of("COLD", "DEFAULT_CDS", "AOT_CACHE")) {
      time("PoolStartBenchmark.build", "ms/op", millis, Map.of("parallelism", "1", "start", start));
      time(
          "PoolStartBenchmark.build",
          "ms/op",
          1.7 * millis,
          Map.of("parallelism", "2", "start", start));
      time("ProcessLifecycleBenchmark.startAndJoin", "ms/op", millis, Map.of("start", start));
      millis /= 2;
    }
    time("ProcessLifecycleBenchmark.startAndJoin", "ms/op", 0.7, Map.of("start", "PROGRAM"));
  }

  private void time(String name, String unit, double mean, Map<String, String> params) {
    run.measured(Fixtures.key(name, "avgt", params), unit, run.noisy(mean, 0.04), Map.of());
  }

  private void keep() {
    Map<String, Double> kilobytes =
        Map.of("PLATFORM_THREAD", 95.0, "VIRTUAL_THREAD", 1.4, "PROCESS", 41_000.0);
    for (String strand : List.of("PLATFORM_THREAD", "VIRTUAL_THREAD", "PROCESS")) {
      for (int depth : new int[] {20, 200}) {
        double size = kilobytes.get(strand) * (depth == 20 ? 1 : 1.3);
        run.measured(
            kept("memory", strand, depth),
            "ms/op",
            run.noisy(200, 0.1),
            Map.of(
                "residentKilobytesPerStrand", metric("#", size, 0.02),
                "heapKilobytesPerStrand", metric("#", size / 3, 0.02),
                "proportional", new Metric("#", 1, run.noisy(1, 0))));
      }
      double cap = strand.equals("PROCESS") ? 8 : strand.startsWith("P") ? 20_000 : 1e6;
      run.measured(
          kept("most", strand, 20),
          "ms/op",
          run.noisy(9000, 0.1),
          Map.of(
              "held", metric("#", strand.startsWith("V") ? 0.7 * cap : cap, 0),
              "cap", metric("#", cap, 0),
              "stoppedByRefusal", metric("#", 0, 0),
              "stoppedByMemory", metric("#", strand.startsWith("V") ? 1 : 0, 0),
              "stoppedByTime", metric("#", 0, 0)));
    }
  }

  private static BenchmarkKey kept(String method, String strand, int depth) {
    return Fixtures.key(
        "KeepBenchmark." + method,
        "ss",
        Map.of("strand", strand, "depth", Integer.toString(depth), "percent", "100"));
  }

  private void pinning() {
    for (String guard : List.of("SYNCHRONIZED", "REENTRANT_LOCK", "NATIVE_FRAME")) {
      for (int sleep : new int[] {0, 10}) {
        for (int carriers : new int[] {1, 2, 4}) {
          boolean pins = guard.equals("NATIVE_FRAME") && sleep > 0;
          double passages = sleep == 0 ? 2e7 : 97.0 * (pins ? carriers : 16);
          run.measured(
              Fixtures.key(
                  "PinningBenchmark.block",
                  "thrpt",
                  Map.of(
                      "guard",
                      guard,
                      "sleepMillis",
                      Integer.toString(sleep),
                      "virtualThreads",
                      "16",
                      "carriers",
                      Integer.toString(carriers))),
              run.noisy(passages / 160, 0.01),
              Map.of(
                  "passages", metric("ops/s", passages, 0.01),
                  "pinned", metric("#", pins ? passages : 0, 0),
                  "pinnedPerPassage", metric("#", pins ? 1 : 0, 0),
                  "carriers", metric("#", carriers, 0)));
        }
      }
    }
  }

  private void queues() {
    for (String users : List.of("1", "4")) {
      for (String thread : List.of("PLATFORM", "VIRTUAL")) {
        double base = 4e6;
        for (String queue :
            List.of(
                "ARRAY_BLOCKING",
                "LINKED_BLOCKING",
                "LIFO_DEQUE",
                "PROCESS_QUEUE",
                "JCTOOLS_MPMC")) {
          if (queue.equals("JCTOOLS_MPMC") && thread.equals("VIRTUAL")) {
            run.excluded(queue(queue, "1024", users, thread), "spinners could keep others out");
            continue;
          }
          base *= queue.equals("JCTOOLS_MPMC") ? 15 : 0.8;
          queue(queue, "1024", users, thread, base);
        }
        queue("SYNCHRONOUS", "1", users, thread, 9e4);
        queue("ARRAY_BLOCKING", "1", users, thread, 1.1e5);
      }
    }
  }

  private void queue(String queue, String capacity, String users, String thread, double rate) {
    run.measured(
        queue(queue, capacity, users, thread),
        run.noisy(rate, 0.06),
        Map.of(
            "latencyP50Nanos", metric("#", 5e11 / rate, 0.05),
            "latencyP99Nanos", metric("#", 2e12 / rate, 0.1)));
  }

  private static BenchmarkKey queue(String queue, String capacity, String users, String thread) {
    return Fixtures.key(
        "QueueBenchmark.pass",
        "thrpt",
        Map.of(
            "queue",
            queue,
            "capacity",
            capacity,
            "producers",
            users,
            "consumers",
            users,
            "thread",
            thread));
  }

  private void coordination() {
    double micros = 0.4;
    for (String primitive :
        List.of(
            "semaphore",
            "event",
            "conditionSignal",
            "conditionSignalAll",
            "cyclicBarrier",
            "phaser")) {
      micros *= 1.8;
      time("CoordinationBenchmark." + primitive, "us/op", 9 * micros, Map.of("thread", "PLATFORM"));
      double virtual = primitive.equals("phaser") ? 9 * micros : micros;
      time("CoordinationBenchmark." + primitive, "us/op", virtual, Map.of("thread", "VIRTUAL"));
    }
    for (String thread : List.of("PLATFORM", "VIRTUAL")) {
      for (String timer : List.of("scheduled", "sleeping")) {
        run.measured(
            Fixtures.key("TimerBenchmark." + timer, "avgt", Map.of("thread", thread)),
            "ms/op",
            run.noisy(20.2, 0.01),
            Map.of(
                "latenessP50Nanos", metric("#", 75_000, 0.02),
                "latenessP99Nanos", metric("#", 190_000, 0.2)));
      }
      for (String subtasks : List.of("2", "100")) {
        double scope = Double.parseDouble(subtasks) * (thread.equals("PLATFORM") ? 50 : 1.5);
        Map<String, String> params = Map.of("thread", thread, "subtasks", subtasks);
        time("StructuredScopeBenchmark.scope", "us/op", scope, params);
        time("StructuredScopeBenchmark.baseline", "us/op", scope / 4, params);
      }
    }
  }

  static BenchmarkKey echo(String server, int connections) {
    return Fixtures.key(
        "EchoBenchmark.serve",
        "thrpt",
        Map.of("server", server, "connections", Integer.toString(connections), "lineBytes", "64"));
  }

  private void echo() {
    List<String> servers =
        List.of(
            "THREAD_PER_CONNECTION_PLATFORM",
            "THREAD_PER_CONNECTION_VIRTUAL",
            "FIXED_POOL",
            "NIO_SELECTOR",
            "THREAD_PER_CONNECTION_RELAYED",
            "PROCESS_PER_CONNECTION",
            "PROCESS_POOL");
    for (String server : servers) {
      for (int connections : new int[] {1, 8, 16, 64, 512}) {
        if (server.startsWith("PROCESS") && connections > 16) {
          run.excluded(echo(server, connections), "at most 16 processes");
          continue;
        }
        double rate = 3e4 * Math.min(4, connections) * (1 - 0.1 * servers.indexOf(server));
        Map<String, Metric> clients = new HashMap<>();
        clients.put("latencyP50Nanos", metric("#", 8e8 * connections / rate, 0.03));
        clients.put("latencyP99Nanos", metric("#", 3e9 * connections / rate, 0.1));
        clients.put("clientCpuPermille", metric("#", 600, 0.05));
        clients.put("openMicros", metric("#", 90.0 * connections, 0.1));
        run.measured(echo(server, connections), run.noisy(rate, 0.03), clients);
      }
    }
  }

  private static Map<String, String> fetching(String name, String value, int inFlight) {
    return Map.of(
        name,
        value,
        "inFlight",
        Integer.toString(inFlight),
        "delayMillis",
        "100",
        "delay",
        "FIXED");
  }

  /** An operation of ten fetches a slot takes a second. */
  private void fetchClients() {
    Map<String, Double> share =
        Map.of("APACHE_ON_VIRTUAL_THREADS", 0.95, "JDK_ON_VIRTUAL_THREADS", 0.8, "JDK_ASYNC", 0.7);
    for (String client :
        List.of("APACHE_ON_VIRTUAL_THREADS", "JDK_ON_VIRTUAL_THREADS", "JDK_ASYNC")) {
      for (int inFlight : new int[] {100, 1000}) {
        List<double[]> rows = run.noisy(share.get(client), 0.01);
        run.measured(
            Fixtures.key(
                "FetchClientBenchmark.fetch", "thrpt", fetching("client", client, inFlight)),
            rows,
            Map.of(
                "fetches", Fixtures.scaled("ops/s", rows, 10 * inFlight),
                "tree.cpu", metric("CPU-us/op", 1000.0 * inFlight, 0.001),
                "tree.threads.peak", metric("threads", 24, 0.01),
                "clientThreads", metric("#", client.startsWith("JDK") ? 180 : 0, 0.01),
                "originInFlightPeak", metric("#", inFlight, 0)));
      }
    }
  }

  private void failingFetches() {
    for (String model : List.of("PLATFORM_POOL", "VIRTUAL_THREADS")) {
      List<double[]> rows = run.noisy(model.equals("VIRTUAL_THREADS") ? 0.4 : 0.3, 0.01);
      run.measured(
          Fixtures.key("FailingFetchBenchmark.fetch", "thrpt", fetching("model", model, 100)),
          rows,
          Map.of(
              "fetches", Fixtures.scaled("ops/s", rows, 1999),
              "resets", metric("#", 40, 0),
              "retries", metric("#", 100, 0),
              "givenUp", metric("#", 1, 0)));
    }
  }

  private void waitingFetches() {
    for (String model : List.of("PLATFORM_POOL", "VIRTUAL_THREADS")) {
      run.measured(
          Fixtures.key(
              "WaitingFetchBenchmark.hold",
              "ss",
              Map.of("model", model, "inFlight", "1000", "bodyBytes", "1024")),
          "ms/op",
          run.noisy(3000, 0.1),
          Map.of(
              "residentKilobytesPerFetch",
                  metric("#", model.equals("VIRTUAL_THREADS") ? 44 : 143, 0.02),
              "heapKilobytesPerFetch", metric("#", 31, 0.02),
              "proportional", metric("#", 1, 0)));
    }
  }

  /** An operation of 40 fetches a slot takes 40 s, if nothing comes in between. */
  private void fullStretch() {
    Map<String, Double> share = Map.of("APACHE_ON_VIRTUAL_THREADS", 0.92, "JDK_ASYNC", 0.7);
    share.forEach(
        (client, reached) -> {
          List<double[]> rows = run.noisy(reached / 40, 0.01);
          run.measured(
              fullStretch(client),
              rows,
              Map.of("fetches", Fixtures.scaled("ops/s", rows, 400_000)));
        });
    run.measured(fullStretch("APACHE_ON_PLATFORM_POOL"), run.noisy(0.02, 0.01), Map.of());
    run.end(fullStretch("APACHE_ON_PLATFORM_POOL"), CellState.INVALID, "origin-saturated", "late");
  }

  private static BenchmarkKey fullStretch(String client) {
    return Fixtures.key(
        "FullStretchBenchmark.fetch",
        "thrpt",
        Map.of(
            "client", client,
            "inFlight", "10000",
            "delayMillis", "1000",
            "bodyBytes", "1024",
            "fetchesPerSlot", "40"));
  }

  private void crawl() {
    Stream.of("PLATFORM_THREADS", "PLATFORM_POOL", "VIRTUAL_THREADS", "FORK_JOIN_POOL")
        .forEach(
            model ->
                IntStream.of(4, 16, 64)
                    .forEach(
                        inFlight ->
                            run.measured(
                                Fixtures.key(
                                    "CrawlBenchmark.crawl",
                                    "thrpt",
                                    Map.of(
                                        "model",
                                        model,
                                        "inFlight",
                                        Integer.toString(inFlight),
                                        "delayMillis",
                                        "20")),
                                run.noisy(Math.min(2500, 48.0 * inFlight), 0.01),
                                Map.of("originCpuPermille", metric("#", inFlight, 0.1)))));
  }
}
