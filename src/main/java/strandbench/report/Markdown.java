package strandbench.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;

/** Templates in Markdown: whatever is filled in between two braces is text and nothing else. */
final class Markdown {
  private static final String[][] ESCAPES = {
    {"\\", "\\\\"},
    {"&", "&amp;"},
    {"<", "&lt;"},
    {">", "&gt;"},
    {"|", "\\|"},
    {"`", "\\`"},
    {"*", "\\*"},
    {"_", "\\_"},
    {"[", "\\["},
    {"]", "\\]"},
    {"\r", " "},
    {"\n", " "}
  };

  private Markdown() {}

  static Template template(String name) {
    return Mustache.compiler()
        .nullValue("")
        .withEscaper(Escapers.simple(ESCAPES))
        .compile(Pages.resource(name));
  }
}
