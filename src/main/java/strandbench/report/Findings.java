package strandbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import strandbench.result.Result;
import strandbench.result.RunRecord;
import strandbench.result.UnusableInputException;
import strandbench.result.WholeFile;

/**
 * What a run found, as a README tells it: the part of a Markdown file between two lines of its own.
 *
 * <pre>
 * &lt;!-- findings --&gt;
 * …
 * &lt;!-- end of findings --&gt;
 * </pre>
 */
public final class Findings {
  private static final String BEGIN = "<!-- findings -->\n";
  private static final String END = "<!-- end of findings -->\n";

  /** More would push what follows in the file out of sight. */
  private static final int MOST_SHOWN = 3;

  private final Path file;
  private final String before;
  private final String after;
  private final Result result;
  private final RunRecord run;

  private Findings(Path file, String before, String after, Result result, RunRecord run) {
    this.file = file;
    this.before = before;
    this.after = after;
    this.result = result;
    this.run = run;
  }

  /**
   * Complains of whatever is wrong, before anything is drawn or written.
   *
   * @param results the run, and nothing else
   * @param file in Markdown, with each of the two lines once
   * @throws UnusableInputException if that isn't what they are, or the file can't be read
   */
  public static Findings of(List<Result> results, Path file) {
    if (results.size() > 1 || results.getFirst().run().isEmpty()) {
      throw new UnusableInputException("--findings: takes one run directory, and nothing else");
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw UnusableInputException.unreadable("--findings " + file, e);
    }
    int begin = onlyPlace(file, text, BEGIN) + BEGIN.length();
    int end = onlyPlace(file, text, END);
    if (end < begin) {
      throw new UnusableInputException("--findings " + file + ": they end before they begin");
    }
    Result result = results.getFirst();
    return new Findings(
        file, text.substring(0, begin), text.substring(end), result, result.run().orElseThrow());
  }

  private static int onlyPlace(Path file, String text, String line) {
    String lines = "\n" + text;
    int place = lines.indexOf("\n" + line);
    if (place < 0 || place != lines.lastIndexOf("\n" + line)) {
      throw new UnusableInputException(
          "--findings " + file + ": must have a line " + line.strip() + ", and one only");
    }
    return place;
  }

  /**
   * Puts them there; the rest of the file stays as it is.
   *
   * @param report where the run's report stands, for links
   * @throws UnusableInputException if the file can't be written
   */
  public void write(Path report) {
    WholeFile.write(file, before + text(report) + after);
  }

  /** What stands between the two lines. */
  String text(Path report) {
    Chapter chapter = Chapter.of(result, 0);
    Path here = file.resolveSibling("");
    return Markdown.template("findings.md")
        .execute(
            Map.of(
                "facts", chapter.facts(),
                "trust", chapter.trust(),
                "answers", chapter.answers(),
                "shown", shown(chapter.figures()),
                "found", found(chapter.figures()),
                "report", Links.relative(here, report),
                "run", Links.path(here, result.directory().orElseThrow()),
                "seed", run.seed()));
  }

  /** The charts of the first topics; the table links those of all. */
  private static List<Figure> shown(List<Figure> figures) {
    Set<String> topics = new HashSet<>();
    return figures.stream()
        .filter(figure -> figure.topic() != null && topics.add(figure.topic()))
        .limit(MOST_SHOWN)
        .toList();
  }

  /**
   * A question that was answered.
   *
   * @param title of its chart
   * @param include what measures it by itself
   */
  record Found(String title, Chapter.Answer answer, String include) {}

  private static List<Found> found(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.verdict().isAnswer())
        .map(
            figure ->
                new Found(
                    figure.chart().title(),
                    Chapter.Answer.of(figure),
                    include(figure.benchmarks())))
        .toList();
  }

  private static String include(List<String> benchmarks) {
    return benchmarks.stream()
        .map(name -> name.replaceFirst("^strandbench\\.", ""))
        .collect(Collectors.joining(", "));
  }
}
