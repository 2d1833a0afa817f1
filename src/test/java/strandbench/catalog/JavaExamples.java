package strandbench.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The bodies of {@link FromPythonTest}'s methods, as they stand in its source. */
final class JavaExamples {
  private static final Path SOURCE =
      Path.of("src/test/java/strandbench/catalog/FromPythonTest.java");
  private static final String METHOD_INDENT = "  ";
  private static final String BODY_INDENT = "    ";

  private final List<String> lines;

  private JavaExamples(List<String> lines) {
    this.lines = lines;
  }

  static JavaExamples read() throws IOException {
    return new JavaExamples(Files.readAllLines(SOURCE));
  }

  /** A construct's example, each line ended by a line feed; empty if there is none. */
  Optional<String> of(Construct construct) {
    String method = METHOD_INDENT + "void " + construct.name().toLowerCase(Locale.ROOT) + "()";
    String body =
        lines.stream()
            .dropWhile(line -> !line.startsWith(method))
            .skip(1)
            .takeWhile(line -> !line.equals(METHOD_INDENT + "}"))
            .map(line -> line.startsWith(BODY_INDENT) ? line.substring(4) : line)
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return Optional.of(body).filter(text -> !text.isEmpty());
  }
}
