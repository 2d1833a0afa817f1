package strandbench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Pattern CHART =
      Pattern.compile("href=\"(charts/[a-z0-9-]+\\.(?:png|svg))\"");

  private Report() {}

  /**
   * Begins to load fonts and what draws, in the background. That takes a second, in which a caller
   * may read the results; {@link #write} does not need it.
   */
  public static void warmUp() {
    ForkJoinPool.commonPool().execute(Report::drawAnything);
  }

  private static void drawAnything() {
    Axis axis = Axes.fromZero("", new double[] {1});
    Point point = new Point(1, 1, 1, 0, 1, 3, List.of());
    Series series =
        new Series("", Style.of(0), List.of(point), List.of(0.0, 1.0), List.of(0.0, 1.0));
    Chart chart =
        new Chart("", "", "", axis, axis, false, List.of(series), List.of(), List.of(), "", "");
    image("png", out -> ChartImage.writePng(chart, out));
    image("svg", out -> ChartImage.writeSvg(chart, out));
  }

  /**
   * Writes a report. All files are made beside their final places first, and moved into them when
   * every one of them is whole, the page last: if anything fails before, what stood there still
   * stands. Charts that an earlier report's page links to, and this one doesn't have, are removed
   * then; other files are left alone.
   *
   * @param results at least one; each gets a chapter of its own, in this order; before them,
   *     several get one that sets them side by side
   * @param directory made if it does not exist
   * @throws UnusableInputException if the directory can't be written, or holds a page that is not a
   *     report
   */
  public static void write(List<Result> results, Path directory) {
    write(results, Optional.empty(), directory);
  }

  /**
   * The same with another result laid beside the results' own models, in charts that it has cells
   * for.
   *
   * @param overlay what to lay there; no verdict takes it in
   * @throws UnusableInputException also if no chart has a place for anything of the overlay
   */
  public static void write(List<Result> results, Optional<Result> overlay, Path directory) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a report needs a result");
    }
    Overlay beside = overlay.map(Overlay::of).orElse(Overlay.NONE);
    List<Source> sources = new ArrayList<>();
    for (Result result : results) {
      sources.add(Source.of(result, sources.size(), beside, Optional.of(directory)));
    }
    if (overlay.isPresent() && sources.stream().noneMatch(Report::showsOverlay)) {
      throw new UnusableInputException(
          "--overlay "
              + beside.name()
              + ": nothing in it belongs on a chart of these results: a model that they haven't, on"
              + " the same work and at one of their levels");
    }
    List<Chapter> chapters = new ArrayList<>();
    if (sources.size() > 1) {
      chapters.add(Across.of(sources).chapter());
    }
    sources.stream().map(Chapter::of).forEach(chapters::add);
    Set<String> earlier;
    try {
      earlier = chartsOf(directory.resolve(PAGE));
    } catch (IOException e) {
      throw UnusableInputException.unreadable(directory, e);
    }
    try (Staging staging = Staging.beside(directory)) {
      CompletableFuture<String> summary = CompletableFuture.supplyAsync(() -> Summary.of(chapters));
      CompletableFuture<String> page = CompletableFuture.supplyAsync(() -> Pages.page(chapters));
      for (Map.Entry<String, byte[]> image : images(chapters)) {
        staging.write("charts/" + image.getKey(), out -> out.write(image.getValue()));
      }
      staging.write("summary.md", summary.join());
      staging.write(PAGE, page.join());
      staging.publish();
      staging.removeStale(earlier);
    } catch (IOException e) {
      throw new UnusableInputException(
          directory + ": can't be written: " + e.toString().replaceAll("\\s+", " "), e);
    }
  }

  private static boolean showsOverlay(Source source) {
    return Stream.of(Speedup.groups(source), FetchFigures.groups(source))
        .flatMap(List::stream)
        .anyMatch(group -> !group.beside().isEmpty());
  }

  /**
   * The charts by file name, drawn on all cores that the page and the summary leave: that takes
   * longer than all else.
   */
  private static List<Map.Entry<String, byte[]>> images(List<Chapter> chapters) throws IOException {
    List<Chart> charts =
        chapters.stream().flatMap(c -> c.drawn().stream()).map(Figure::chart).toList();
    Set<String> ids = new HashSet<>();
    for (Chart chart : charts) {
      if (!ids.add(chart.id())) {
        throw new IllegalStateException("two charts are called " + chart.id());
      }
    }
    try {
      return charts.parallelStream()
          .flatMap(
              chart ->
                  Stream.of(
                      image(chart.id() + ".png", out -> ChartImage.writePng(chart, out)),
                      image(chart.id() + ".svg", out -> ChartImage.writeSvg(chart, out))))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Map.Entry<String, byte[]> image(String name, Staging.Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.entry(name, bytes.toByteArray());
  }

  /** The charts that an earlier report's page links to; none where there is no page. */
  private static Set<String> chartsOf(Path page) throws IOException {
    if (!Files.exists(page)) {
      return Set.of();
    }
    String text = Files.readString(page);
    if (!text.contains(GENERATOR)) {
      throw new UnusableInputException(
          page + ": is there already, and is no report of Strandbench; --out says where else");
    }
    return CHART.matcher(text).results().map(link -> link.group(1)).collect(Collectors.toSet());
  }
}
