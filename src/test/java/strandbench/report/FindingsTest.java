package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.result.Result;
import strandbench.result.UnusableInputException;

class FindingsTest {
  private static final Path RUN = Path.of("results/standard-amd-epyc-2cpu");

  @TempDir private Path temp;

  private final Result run = Result.read(RUN);

  private Path readme(String text) throws IOException {
    return Files.writeString(temp.resolve("README.md"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no line",
        "<!-- findings -->\n",
        "<!-- end of findings -->\n",
        "<!-- end of findings -->\n<!-- findings -->\n",
        "<!-- findings -->\n<!-- findings -->\n<!-- end of findings -->\n",
        "text <!-- findings -->\n<!-- end of findings -->\n",
        "<!-- findings -->\n<!-- end of findings -->\n<!-- end of findings -->\n"
      })
  void aFileWithoutOnePlaceForThemIsRefused(String text) throws Exception {
    Path file = readme(text);

    assertThatThrownBy(() -> Findings.of(List.of(run), file))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageStartingWith("--findings " + file + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsNotOneRunHasNone() throws Exception {
    Path file = readme("<!-- findings -->\n<!-- end of findings -->\n");

    for (List<Result> results : List.of(List.of(run, run), List.of(ReportTest.foreign("x")))) {
      assertThatThrownBy(() -> Findings.of(results, file))
          .isInstanceOf(UnusableInputException.class)
          .hasMessage("--findings: takes one run directory, and nothing else");
    }
  }

  @Test
  void theyTakeThePlaceOfThoseBeforeAndLeaveTheRestAlone() throws Exception {
    Path file = readme("# Mine\n<!-- findings -->\nold\n<!-- end of findings -->\nstays\n");

    Findings.of(List.of(run), file).write(RUN.resolve("report"));
    String once = Files.readString(file);
    Findings.of(List.of(run), file).write(RUN.resolve("report"));

    assertThat(file).hasContent(once);
    assertThat(once)
        .startsWith("# Mine\n<!-- findings -->\n")
        .endsWith("<!-- end of findings -->\nstays\n")
        .doesNotContain("old\n");
  }

  @Test
  void theyAreTheRunsAnswersWithTheirDoubt() throws Exception {
    Chapter chapter = Chapter.of(run, 0);
    String text = text();

    for (Chapter.Answer answer : chapter.answers()) {
      assertThat(text).contains("- **%s:** %s".formatted(answer.topic(), answer.headline()));
      assertThat(text).contains(answer.doubt());
    }
    assertThat(text).contains(chapter.trust().brief());
    for (Figure figure : chapter.figures()) {
      assertThat(text.contains("| [" + figure.chart().title() + "]("))
          .as(figure.chart().title())
          .isEqualTo(figure.verdict().isAnswer());
    }
  }

  @Test
  void everyLinkLeadsToAFile() throws Exception {
    List<String> links =
        Pattern.compile("]\\(([^)]+\\.(?:png|md))\\)")
            .matcher(text())
            .results()
            .map(link -> link.group(1))
            .toList();

    assertThat(links).hasSizeGreaterThan(3).allSatisfy(link -> assertThat(Path.of(link)).exists());
  }

  /** As the README at the top of the tree has them. */
  private String text() {
    return Findings.of(List.of(run), Path.of("README.md")).text(RUN.resolve("report"));
  }
}
