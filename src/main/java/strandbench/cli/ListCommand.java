package strandbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import strandbench.catalog.Construct;
import strandbench.model.ConcurrencyModel;
import strandbench.result.Json;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.BenchmarkInfo;
import strandbench.run.CellPlan;
import strandbench.run.CellPlanner;
import strandbench.run.Plans;
import strandbench.run.Selection;

/** {@code strandbench list}: what there is to measure. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Lists models, benchmarks with the question each asks, and plans; or constructs.")
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON on standard output.")
  private boolean json;

  @Option(
      names = "--constructs",
      description = "List what Python has, its home here, and the benchmarks that tell its cost.")
  private boolean constructs;

  @Override
  public Integer call() throws Exception {
    BenchmarkCatalog catalog = BenchmarkCatalog.load();
    if (constructs) {
      listConstructs(catalog);
    } else {
      listAll(catalog);
    }
    return ExitCode.DONE;
  }

  private void listConstructs(BenchmarkCatalog catalog) throws IOException {
    List<ListedConstruct> listed =
        Arrays.stream(Construct.values()).map(construct -> construct(construct, catalog)).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(listed));
    } else {
      listed.forEach(construct -> print(construct, out));
    }
  }

  private static ListedConstruct construct(Construct construct, BenchmarkCatalog catalog) {
    return new ListedConstruct(
        construct.name(),
        construct.python(),
        construct.behaviour(),
        construct.homes(),
        catalog.benchmarks().stream()
            .filter(benchmark -> benchmark.constructs().contains(construct))
            .map(benchmark -> benchmark.type().getSimpleName())
            .distinct()
            .toList());
  }

  private static void print(ListedConstruct construct, PrintWriter out) {
    out.println(construct.id() + "  " + construct.python());
    out.println("    here: " + String.join(", ", construct.homes()));
    out.println(
        "    benchmarks: "
            + (construct.benchmarks().isEmpty()
                ? "to come"
                : String.join(", ", construct.benchmarks())));
  }

  private void listAll(BenchmarkCatalog catalog) throws IOException {
    Listing listing =
        new Listing(
            Arrays.stream(ConcurrencyModel.values()).map(Enum::name).toList(),
            catalog.benchmarks().stream().map(ListCommand::benchmark).toList(),
            Plans.NAMES.stream().map(name -> plan(name, catalog)).toList());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(listing));
    } else {
      print(listing, out);
    }
  }

  private static ListedBenchmark benchmark(BenchmarkInfo info) {
    return new ListedBenchmark(
        info.shortName(), info.question(), new LinkedHashMap<>(info.params()));
  }

  private static ListedPlan plan(String name, BenchmarkCatalog catalog) {
    int cores = Runtime.getRuntime().availableProcessors();
    CellPlan plan = new CellPlanner(catalog, cores).plan(Plans.find(name), Selection.ALL);
    return new ListedPlan(
        name,
        plan.plan().purpose(),
        plan.cells().size(),
        plan.plan().forks(),
        Math.round(plan.expectedSeconds()));
  }

  private static void print(Listing listing, PrintWriter out) {
    out.println("Models");
    listing.models().forEach(model -> out.println("  " + model));
    out.println();
    out.println("Benchmarks");
    for (ListedBenchmark benchmark : listing.benchmarks()) {
      out.println("  " + benchmark.name());
      out.println("    " + benchmark.question());
      benchmark
          .params()
          .forEach((name, values) -> out.println("    " + name + ": " + String.join(", ", values)));
    }
    out.println();
    out.println("Plans on this machine");
    for (ListedPlan plan : listing.plans()) {
      out.printf(
          "  %-10s %3d cells x %2d forks, about %d min: %s%n",
          plan.name(),
          plan.cells(),
          plan.forks(),
          Math.max(1, Math.round(plan.expectedSeconds() / 60.0)),
          plan.purpose());
    }
  }

  /** What {@code --json} prints. */
  record Listing(List<String> models, List<ListedBenchmark> benchmarks, List<ListedPlan> plans) {}

  /** What {@code --constructs --json} prints one of. */
  record ListedConstruct(
      String id, String python, String behaviour, List<String> homes, List<String> benchmarks) {}

  record ListedBenchmark(String name, String question, Map<String, List<String>> params) {}

  record ListedPlan(String name, String purpose, int cells, int forks, long expectedSeconds) {}
}
