package strandbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/** The import lines of the house: data flows one way. */
@AnalyzeClasses(packages = "strandbench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule process = importsOnly("process");

  /** Below what processes share and the pool; and the pool knows nothing of what is shared. */
  @ArchTest
  static final ArchRule wire =
      noClasses()
          .that()
          .resideInAPackage("strandbench.process.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("strandbench.process", "strandbench.process.shared..");

  @ArchTest
  static final ArchRule pool =
      noClasses()
          .that()
          .resideInAPackage("strandbench.process")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("strandbench.process.shared..");

  @ArchTest static final ArchRule account = importsOnly("account");

  @ArchTest static final ArchRule doctor = importsOnly("doctor", "result");

  /** Else set-up and tear-down are in what the process tree is said to have used. */
  @ArchTest
  static final ArchRule everyBenchmarkTellsTheAccount =
      methods()
          .that()
          .areAnnotatedWith(Benchmark.class)
          .should()
          .beDeclaredInClassesThat()
          .areAssignableTo("strandbench.bench.Accounted");

  @ArchTest static final ArchRule workload = importsOnly("workload");

  @ArchTest static final ArchRule histogram = importsOnly("histogram");

  @ArchTest static final ArchRule parked = importsOnly("parked", "process");

  @ArchTest static final ArchRule stats = importsOnly("stats");

  @ArchTest static final ArchRule catalog = importsOnly("catalog");

  @ArchTest static final ArchRule result = importsOnly("result");

  @ArchTest static final ArchRule origin = importsOnly("origin", "process");

  @ArchTest static final ArchRule model = importsOnly("model", "process", "workload");

  @ArchTest static final ArchRule gate = importsOnly("gate", "result", "stats", "run");

  @ArchTest static final ArchRule report = importsOnly("report", "result", "stats");

  @ArchTest
  static final ArchRule benchmarks =
      importsOnly(
          "bench",
          "account",
          "catalog",
          "histogram",
          "model",
          "workload",
          "parked",
          "process",
          "origin");

  @ArchTest
  static final ArchRule runAloneDrivesJmh =
      noClasses()
          .that()
          .resideOutsideOfPackages("strandbench.run..", "strandbench.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.openjdk.jmh.runner..");

  @ArchTest
  static final ArchRule noCycles = slices().matching("strandbench.(*)..").should().beFreeOfCycles();

  /** A package may use itself, the packages named, and nothing else of the project. */
  private static ArchRule importsOnly(String self, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "strandbench." + self + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "strandbench." + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("strandbench." + self + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of the project, outside of " + String.join(", ", allowed),
                type ->
                    type.getPackageName().startsWith("strandbench.")
                        && Arrays.stream(allowed)
                            .map(name -> name.substring(0, name.length() - 2))
                            .noneMatch(
                                name ->
                                    type.getPackageName().equals(name)
                                        || type.getPackageName().startsWith(name + "."))));
  }
}
