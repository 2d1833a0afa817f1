package strandbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import strandbench.result.Result;
import strandbench.result.UnusableInputException;

/**
 * Makes charts, page and Markdown from results.
 *
 * <p>{@code Report.write(List.of(Result.read(path)), path.resolve("report"))} leaves
 *
 * <pre>
 * index.html      one file that opens without a network, with interactive charts
 * summary.md      the same answers and tables
 * charts/*.png    each chart at twice a screen's resolution
 * charts/*.svg    each chart to scale
 * </pre>
 */
public final class Report {
  private static final String PAGE = "index.html";
  private static final String GENERATOR = "<meta name=\"generator\" content=\"Strandbench\">";

  private Report() {}

  /**
   * Writes a report. All files are made beside their final places first, and moved into them when
   * every one of them is whole, the page last: if anything fails before, what stood there still
   * stands. Files that the report doesn't make are left alone.
   *
   * @param results at least one; each gets a chapter of its own, in this order
   * @param directory made if it does not exist
   * @throws UnusableInputException if the directory can't be written, or holds a page that is not a
   *     report
   */
  public static void write(List<Result> results, Path directory) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a report needs a result");
    }
    List<Chapter> chapters = new ArrayList<>();
    for (Result result : results) {
      chapters.add(Chapter.of(result, chapters.size()));
    }
    try {
      refuseStrangersPage(directory.resolve(PAGE));
    } catch (IOException e) {
      throw new UnusableInputException(directory + ": can't be read: " + e, e);
    }
    try (Staging staging = Staging.beside(directory)) {
      Set<String> drawn = new HashSet<>();
      for (Chapter chapter : chapters) {
        for (Figure figure : chapter.figures()) {
          Chart chart = figure.chart();
          if (!drawn.add(chart.id())) {
            throw new IllegalStateException("two charts are called " + chart.id());
          }
          staging.write("charts/" + chart.id() + ".png", out -> ChartImage.writePng(chart, out));
          staging.write("charts/" + chart.id() + ".svg", out -> ChartImage.writeSvg(chart, out));
        }
      }
      staging.write("summary.md", Pages.summary(chapters));
      staging.write(PAGE, Pages.page(chapters));
      staging.publish();
    } catch (IOException e) {
      throw new UnusableInputException(
          directory + ": can't be written: " + e.toString().replaceAll("\\s+", " "), e);
    }
  }

  private static void refuseStrangersPage(Path page) throws IOException {
    if (Files.exists(page) && !Files.readString(page).contains(GENERATOR)) {
      throw new UnusableInputException(
          page + ": is there already, and is no report of Strandbench; --out says where else");
    }
  }
}
