package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;
import strandbench.result.UnusableInputException;

class ReportTest {
  @TempDir Path temp;

  @Test
  void everyFileIsThereAndNothingElse() throws Exception {
    Path directory = temp.resolve("a/report");
    Report.write(List.of(Fixtures.standard(5)), directory);

    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(
              files.filter(Files::isRegularFile).map(file -> directory.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "index.html",
              "summary.md",
              "charts/speedup.png",
              "charts/speedup.svg",
              "charts/speedup-efficiency.png",
              "charts/speedup-efficiency.svg",
              "charts/fetches.png",
              "charts/fetches.svg",
              "charts/fetches-share.png",
              "charts/fetches-share.svg",
              "charts/spread-1.png",
              "charts/spread-1.svg",
              "charts/spread-2.png",
              "charts/spread-2.svg",
              "charts/spread-3.png",
              "charts/spread-3.svg",
              "charts/spread-4.png",
              "charts/spread-4.svg",
              "charts/spread-5.png",
              "charts/spread-5.svg");
    }
    BufferedImage image = ImageIO.read(directory.resolve("charts/speedup.png").toFile());
    assertThat(image.getWidth()).isEqualTo(2000);
    assertThat(
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Files.newInputStream(svgWithoutDoctype(directory)))
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
    assertThat(Files.readString(directory.resolve("charts/speedup.svg")))
        .as("every text has its size")
        .doesNotContainPattern("<text(?![^>]*font-size)");
    assertThat(Files.size(directory.resolve("index.html"))).isLessThan(3_000_000);
    String page = page(directory);
    for (String unwanted : List.of("src=\"http", "href=\"http", "{{")) {
      assertThat(page.contains(unwanted)).as(unwanted).isFalse();
    }
  }

  /** The DTD that the SVG names lies on the network. */
  private Path svgWithoutDoctype(Path directory) throws IOException {
    String svg = Files.readString(directory.resolve("charts/speedup.svg"));
    return Files.writeString(temp.resolve("plain.svg"), svg.replaceFirst("<!DOCTYPE[^>]*>", ""));
  }

  @Test
  void whatStoodThereStillStandsIfAnythingFails() throws Exception {
    Path directory = Files.createDirectories(temp.resolve("report"));
    Files.writeString(directory.resolve("index.html"), "the good old page");
    Files.writeString(directory.resolve("notes.txt"), "not ours");
    Files.writeString(directory.resolve("charts"), "a file where a directory must go");

    assertThatThrownBy(() -> Report.write(List.of(Fixtures.standard(5)), directory))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageNotContaining("\n");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("index.html", "notes.txt", "charts");
    }
    assertThat(directory.resolve("index.html")).hasContent("the good old page");
  }

  @Test
  void aSecondReportReplacesTheFirstAndNothingElse() throws Exception {
    Path directory = temp.resolve("report");
    Report.write(List.of(Fixtures.standard(1), foreign("x")), directory);
    Path old = directory.resolve("charts/r2-plain-1-org-example-some.png");
    assertThat(old).exists();
    Files.writeString(directory.resolve("notes.txt"), "not ours");
    Files.writeString(directory.resolve("charts/mine.png"), "not ours");
    Report.write(List.of(Fixtures.standard(5)), directory);

    assertThat(directory.resolve("notes.txt")).hasContent("not ours");
    assertThat(directory.resolve("charts/mine.png")).hasContent("not ours");
    assertThat(directory.resolve("charts/speedup.png")).exists();
    assertThat(old).doesNotExist();
    assertThat(Files.readString(directory.resolve("summary.md"))).doesNotContain("smoke");
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "text");

    assertThatThrownBy(() -> Report.write(List.of(Fixtures.standard(5)), file))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("text");
    assertThatThrownBy(() -> Report.write(List.of(Fixtures.standard(5)), file.resolve("below")))
        .isInstanceOf(UnusableInputException.class);
  }

  @Test
  void namesOfForeignFilesStayText() throws Exception {
    String evil = "</script><script>alert(1)</script>";
    Report.write(List.of(foreign(evil)), temp.resolve("report"));

    assertThat(page(temp.resolve("report")).contains(evil)).isFalse();
    assertThat(Files.readString(temp.resolve("report/summary.md")))
        .doesNotContain("<script>")
        .contains("a\\|b");
  }

  @Test
  void severalResultsGetAChapterEach() throws Exception {
    Report.write(
        List.of(Fixtures.standard(5), foreign("x"), Fixtures.standard(1)), temp.resolve("report"));

    String page = page(temp.resolve("report"));
    for (String id : List.of("speedup", "r3-speedup", "r2-plain-1-org-example-some")) {
      assertThat(page.contains("id=\"" + id + "\"")).as(id).isTrue();
    }
  }

  /** The page without ECharts, which nobody wants to read in a failure. */
  private static String page(Path directory) throws IOException {
    String page = Files.readString(directory.resolve("index.html"));
    int end = page.lastIndexOf("<script>", page.lastIndexOf("<script>") - 1);
    return page.substring(0, end) + page.substring(page.lastIndexOf("<script>"));
  }

  /** Foreign entries: one forked 5 times, one once, one without rows, one without a number. */
  static Result foreign(String param) {
    return new Result(
        "foreign <b>.json",
        List.of(
            cell("org.example.Some.one", param, new Metric("us/op", 10, forks(5))),
            cell("org.example.Some.one", "a|b", new Metric("us/op", 10, forks(1))),
            cell("org.example.Some.two", "x", new Metric("us/op", 12, List.of())),
            cell("org.example.Some.two", "y", new Metric("us/op", Double.NaN, List.of()))),
        Optional.empty(),
        List.of());
  }

  private static CellResult cell(String benchmark, String param, Metric metric) {
    return new CellResult(
        BenchmarkKey.of(benchmark, "avgt", 1, Map.of("p", param)),
        metric,
        Map.of("gc.<i>", new Metric("MB/s", 1, List.of())));
  }

  private static List<double[]> forks(int forks) {
    return Stream.iterate(1, fork -> fork + 1)
        .limit(forks)
        .map(fork -> new double[] {9.9 + 0.1 * fork})
        .toList();
  }
}
