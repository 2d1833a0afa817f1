package strandbench.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills in the templates. */
final class Pages {
  private static final String ECHARTS =
      "/META-INF/resources/_static/echarts/6.0.0/dist/echarts.min.js";

  /** So many results have their names in the title. */
  private static final int TITLES = 4;

  private Pages() {}

  /** The page: one file with script, style and figures in it. */
  static String page(List<Chapter> chapters) {
    List<Chart> charts =
        chapters.stream().flatMap(c -> c.drawn().stream()).map(Figure::chart).toList();
    return Mustache.compiler()
        .nullValue("")
        .withLoader(name -> new StringReader(resource(name + ".html")))
        .compile(resource("page.html"))
        .execute(
            Map.of(
                "title",
                title(chapters),
                "chapters",
                chapters,
                "several",
                chapters.size() > 1,
                "style",
                resource("page.css"),
                "script",
                Stream.of("charts.js", "tables.js", "filter.js")
                    .map(Pages::resource)
                    .collect(Collectors.joining("\n")),
                "echarts",
                read(ECHARTS),
                "charts",
                ChartJson.of(charts),
                "models",
                ChartJson.ofModels(
                    chapters.stream().flatMap(c -> c.models().stream()).distinct().toList()),
                "heading",
                chapters.size() > 1 ? "h3" : "h2"));
  }

  static String title(List<Chapter> chapters) {
    List<String> names =
        chapters.stream().skip(chapters.size() > 1 ? 1 : 0).map(Chapter::name).toList();
    return names.size() <= TITLES ? Names.list(names) : names.size() + " results";
  }

  static String resource(String name) {
    return read("/strandbench/report/" + name);
  }

  private static String read(String resource) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
