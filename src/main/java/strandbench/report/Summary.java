package strandbench.report;

import com.samskivert.mustache.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The report in Markdown, never longer than what a CI job's summary may be. */
final class Summary {
  /** In bytes of UTF-8. GitHub shows a job's summary up to 1 MiB, and nothing of a longer one. */
  static final int LIMIT = 1_000_000;

  private static final int SHORTEST = 25;

  /** How many rows of each table, and entries of each list, are tried until it is short enough. */
  private static final int[] LENGTHS = {Integer.MAX_VALUE, 400, 100, SHORTEST};

  private static final String REST =
      "\n\n*Cut off here, at 1 MB: the rest stands in index.html.*\n";

  private Summary() {}

  static String of(List<Chapter> chapters) {
    Template template = Markdown.template("summary.md");
    String text = "";
    for (int length : LENGTHS) {
      List<Chapter> cut = chapters.stream().map(chapter -> chapter.cutTo(length)).toList();
      if (length > SHORTEST && cut.stream().mapToLong(Summary::leastBytes).sum() > LIMIT) {
        continue;
      }
      text = template.execute(Map.of("title", Pages.title(chapters), "chapters", cut));
      if (bytes(text) <= LIMIT) {
        return text;
      }
    }
    return beginning(text);
  }

  /** What its tables alone will take, without all that the template puts around their texts. */
  private static long leastBytes(Chapter chapter) {
    return Stream.concat(
            chapter.figures().stream().map(Figure::table),
            chapter.undrawn().stream().map(PlainTable::table))
        .flatMap(table -> table.rows().stream())
        .flatMap(row -> row.entries().stream())
        .mapToLong(entry -> entry.text().length())
        .sum();
  }

  /** As many whole lines as there is room for. */
  private static String beginning(String text) {
    StringBuilder lines = new StringBuilder();
    int room = LIMIT - bytes(REST);
    for (String line : text.split("(?<=\n)", -1)) {
      room -= bytes(line);
      if (room < 0) {
        break;
      }
      lines.append(line);
    }
    return lines + REST;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
