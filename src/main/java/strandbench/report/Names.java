package strandbench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names as a reader wants them. */
final class Names {
  private static final Set<String> ACRONYMS = Set.of("AOT", "CDS", "LIFO", "MPMC", "NIO");

  private Names() {}

  /** {@code virtual threads} for VIRTUAL_THREADS; what is no constant's name stays as it is. */
  static String words(String constant) {
    if (!constant.matches("[A-Z][A-Z0-9_]*")) {
      return constant;
    }
    String words =
        Arrays.stream(constant.split("_", -1))
            .map(word -> ACRONYMS.contains(word) ? word : word.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" "));
    return words.replace("fork join", "fork/join").replace("cpython", "CPython");
  }

  /** {@code signal all} for signalAll. */
  static String camelWords(String identifier) {
    return identifier.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /** {@code is} or {@code are}, whichever a model's name takes. */
  static String verb(String name) {
    return name.endsWith("s") ? "are" : "is";
  }

  /** {@code a, b and c}. */
  static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Fit for a file name and an anchor: letters, digits and dashes. */
  static String slug(String text) {
    String slug =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return slug.substring(0, Math.min(60, slug.length()));
  }
}
