package strandbench.gate.characteristics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import strandbench.gate.GateRules;
import strandbench.gate.Look;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;

/** Writes findings as Markdown and as JSON. */
final class Report {
  private final String name;
  private final String command;
  private final List<Goal> goals;
  private final List<Table> tables;

  /**
   * A report.
   *
   * @param name of the files, without an ending
   * @param command that makes it again
   */
  Report(String name, String command, List<Findings> findings) {
    this.name = name;
    this.command = command;
    this.goals = findings.stream().flatMap(one -> one.goals().stream()).toList();
    this.tables = findings.stream().flatMap(one -> one.tables().stream()).toList();
  }

  /**
   * Writes both files into a directory that is there.
   *
   * @throws UnusableInputException if that can't be done; what stood there still stands
   */
  void write(Path directory) {
    Path file = directory.resolve(name + ".md");
    Path partial = directory.resolve(name + ".md.partial");
    try {
      Files.writeString(partial, markdown(), StandardCharsets.UTF_8);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnusableInputException(file + ": can't be written: " + e, e);
    }
    Json.write(directory.resolve(name + ".json"), json());
  }

  /**
   * Makes a directory if there is none: a study takes too long to learn of it at its end.
   *
   * @throws UnusableInputException if that can't be done
   */
  static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UnusableInputException(directory + ": can't be written to: " + e, e);
    }
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# How often the gate is wrong: ").append(name).append("\n\n");
    text.append("Make it again: `").append(command).append("`\n\n");
    text.append("Rules: ").append(rules()).append(".\n\n");
    text.append(
        "Shares stand with exact (Clopper-Pearson) 95% intervals. A goal is shown to be met where the"
            + " whole interval meets it, and one that says \"as counted\" where the count does; a quick"
            + " look rarely shows anything.\n\n");
    text.append("## Goals\n\n");
    line(text, List.of("figure", "goal", "found", "shown"));
    line(text, List.of("---", "---", "---", "---"));
    goals.forEach(
        goal ->
            line(
                text,
                List.of(
                    goal.figure(), goal.wanted(), goal.found(), goal.met() ? "yes" : "**no**")));
    for (Table table : tables) {
      text.append("\n## ").append(table.title()).append("\n\n").append(table.note()).append("\n\n");
      line(text, table.columns());
      line(text, table.columns().stream().map(any -> "---").toList());
      table.rows().forEach(row -> line(text, row.stream().map(Report::inWords).toList()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append(
        cells.stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String inWords(Object cell) {
    return switch (cell) {
      case Share share -> Numbers.share(share);
      case Double value -> Numbers.plain(value);
      default -> cell.toString();
    };
  }

  private static String rules() {
    GateRules rules = GateRules.of(0);
    return "REGRESSION at "
        + Numbers.percent(rules.regressionLevel())
        + "% family-wise, PASS at "
        + Numbers.percent(rules.passLevel())
        + "% each, looks at "
        + rules.looks().stream()
            .map(look -> Integer.toString(look.pairs()))
            .collect(Collectors.joining(", "))
        + " pairs as far as the budget goes";
  }

  private Map<String, Object> json() {
    GateRules rules = GateRules.of(0);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("command", command);
    json.put("regressionLevel", rules.regressionLevel());
    json.put("passLevel", rules.passLevel());
    json.put("looks", rules.looks().stream().map(Look::pairs).toList());
    json.put("goals", goals);
    json.put("tables", tables.stream().map(Report::json).toList());
    return json;
  }

  private static Map<String, Object> json(Table table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", table.title());
    json.put("note", table.note());
    json.put("columns", table.columns());
    json.put(
        "rows", table.rows().stream().map(row -> row.stream().map(Report::json).toList()).toList());
    return json;
  }

  private static Object json(Object cell) {
    if (!(cell instanceof Share share)) {
      return cell;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hits", share.hits());
    json.put("trials", share.trials());
    json.put("low", share.low());
    json.put("high", share.high());
    return json;
  }
}
