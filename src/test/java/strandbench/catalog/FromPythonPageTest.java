package strandbench.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page for who comes from Python is whole, and what the code says. */
class FromPythonPageTest {
  private static final Path FRESH = Path.of("target/FROM-PYTHON.md");

  private static FromPythonPage page;

  @BeforeAll
  static void scan() throws IOException {
    page = new FromPythonPage(Coverage.scan(), JavaExamples.read());
  }

  @Test
  void isWhatTheCodeSays() throws IOException {
    String fresh = Files.readString(Files.writeString(FRESH, page.markdown()));

    assertThat(
            Files.exists(FromPythonPage.FILE)
                && fresh.equals(Files.readString(FromPythonPage.FILE)))
        .as("stale; renew it: cp %s %s", FRESH, FromPythonPage.FILE)
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void everyRowHasItsHomeExampleTestAndBenchmark(Construct construct) {
    assertThat(page.gaps(construct)).isEmpty();
  }

  @Test
  void pythonReadsItsExamples() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "python3"))));
    String examples =
        Arrays.stream(Construct.values())
            .map(Construct::pythonExample)
            .collect(Collectors.joining("\n"));
    Process python =
        new ProcessBuilder("python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())")
            .redirectErrorStream(true)
            .start();
    try (var stdin = python.outputWriter()) {
      stdin.write(examples);
    }
    String complaint = new String(python.getInputStream().readAllBytes());

    assertThat(python.waitFor()).as(complaint).isZero();
  }
}
