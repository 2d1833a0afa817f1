package strandbench.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page for who comes from Python, and what is still missing on it. */
final class FromPythonPage {
  static final Path FILE = Path.of("src/main/java/strandbench/process/FROM-PYTHON.md");

  private static final List<Path> ROOTS =
      Stream.of("src/main/java", "benchmarks", "src/test/java").map(Path::of).toList();

  private static final String TO_COME = "*to come*";

  private static final String HEAD =
      """
      # Coming from Python

      <!-- Made from strandbench.catalog.Construct, FromPythonTest and the @Covers of tests and \
      benchmarks. FromPythonPageTest fails when it is stale, and says how to renew it. -->

      What `threading`, `multiprocessing` and `concurrent.futures` have, and where it is here: the \
      JDK's own class where there is one, `strandbench.process` where the JDK has none. The tests \
      show that it behaves as the row says, the benchmarks say what it costs. Each Java example \
      below is the body of a test, so it compiles and runs; `pool` is a `ProcessPool` of two \
      workers. *To come* means planned, and not there yet.
      """;

  private final Coverage coverage;
  private final JavaExamples examples;

  FromPythonPage(Coverage coverage, JavaExamples examples) {
    this.coverage = coverage;
    this.examples = examples;
  }

  /** What a construct still lacks, a line each. */
  List<String> gaps(Construct construct) {
    List<String> gaps = new ArrayList<>();
    construct.homes().stream()
        .filter(Predicate.not(FromPythonPage::exists))
        .forEach(home -> gaps.add("no such class: " + home));
    if (examples.of(construct).isEmpty()) {
      gaps.add("no example in FromPythonTest");
    }
    if (coverage.tests(construct).isEmpty()) {
      gaps.add("no test with @Covers");
    }
    if (coverage.benchmarks(construct).isEmpty()) {
      gaps.add("no benchmark with @Covers");
    }
    return gaps;
  }

  String markdown() {
    return HEAD
        + chapter("Between processes", Construct::isOfProcesses)
        + chapter("Between threads", construct -> !construct.isOfProcesses());
  }

  private String chapter(String title, Predicate<Construct> which) {
    List<Construct> constructs = Arrays.stream(Construct.values()).filter(which).toList();
    return "\n## "
        + title
        + "\n\n| | Python | here | tests | benchmarks |\n|---|---|---|---|---|\n"
        + constructs.stream().map(this::row).collect(Collectors.joining())
        + constructs.stream().map(this::section).collect(Collectors.joining());
  }

  private String row(Construct construct) {
    String name = construct.name();
    return "| ["
        + name
        + "](#"
        + name.toLowerCase(Locale.ROOT)
        + ") | "
        + construct.python().replace("|", "\\|")
        + " | "
        + cell(construct.homes().stream().map(FromPythonPage::home))
        + " | "
        + cell(coverage.tests(construct).stream().map(FromPythonPage::claim))
        + " | "
        + cell(coverage.benchmarks(construct).stream().map(FromPythonPage::claim))
        + " |\n";
  }

  private static String cell(Stream<String> entries) {
    String cell = entries.collect(Collectors.joining("<br>"));
    return cell.isEmpty() ? TO_COME : cell;
  }

  private static String home(String type) {
    return exists(type) ? link(type, "") : "`" + simpleName(type) + "` " + TO_COME;
  }

  private static String claim(Coverage.Claim claim) {
    return link(claim.type(), claim.method().isEmpty() ? "" : "." + claim.method());
  }

  private String section(Construct construct) {
    return "\n### "
        + construct.name()
        + "\n\n**"
        + construct.python()
        + "**\n\n"
        + construct.behaviour()
        + "\n\n```python\n"
        + construct.pythonExample()
        + "```\n\n"
        + examples
            .of(construct)
            .map(example -> "```java\n" + example + "```\n")
            .orElse("In Java: " + TO_COME + "\n");
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, FromPythonPage.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** A class of the project links to its source. */
  private static String link(String type, String suffix) {
    String text = "`" + simpleName(type) + suffix + "`";
    return source(type)
        .map(FILE.getParent()::relativize)
        .map(source -> "[" + text + "](" + source + ")")
        .orElse(text);
  }

  private static Optional<Path> source(String type) {
    String topLevel = type.contains("$") ? type.substring(0, type.indexOf('$')) : type;
    return ROOTS.stream()
        .map(root -> root.resolve(topLevel.replace('.', '/') + ".java"))
        .filter(Files::exists)
        .findFirst();
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
  }
}
