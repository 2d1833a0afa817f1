package strandbench.origin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A page of HTML that lists books, for a client that crawls.
 *
 * @param uri where
 * @param length of the body in bytes
 * @param crc32c checksum of the body, as {@link CRC32C} has it
 * @param books what a client must find on it, in this order
 */
public record BookPage(URI uri, int length, long crc32c, List<Book> books) {
  private static final List<String> ADJECTIVES =
      List.of("Grey", "Silent", "Last", "Broken", "Hidden", "Burning", "Second", "Distant");
  private static final List<String> NOUNS =
      List.of("Harbour", "Winter", "Letter", "Tide", "Orchard", "Signal", "Shore", "Clock");
  private static final int WORDS = 40;

  public BookPage {
    books = List.copyOf(books);
  }

  /**
   * A book of a page.
   *
   * @param pence its price
   * @param stock how many there are
   */
  public record Book(String title, int pence, int stock) {}

  /** Describes a page without asking the origin. */
  static BookPage of(URI uri, int number, int count) {
    byte[] body = body(number, count);
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    return new BookPage(uri, body.length, checksum.getValue(), books(number, count));
  }

  /** The same in every JVM: from the page's number. */
  private static List<Book> books(int number, int count) {
    SplittableRandom random = new SplittableRandom(number);
    return Stream.generate(
            () ->
                new Book(
                    "The %s %s %d"
                        .formatted(
                            word(ADJECTIVES, random), word(NOUNS, random), random.nextInt(10_000)),
                    random.nextInt(100, 10_000),
                    random.nextInt(100)))
        .limit(count)
        .toList();
  }

  private static String word(List<String> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  /**
   * The page's HTML, of about 460 bytes a book. Its books stand among text that looks like theirs
   * and is not.
   */
  static byte[] body(int number, int count) {
    SplittableRandom random = new SplittableRandom(~number);
    StringBuilder html =
        new StringBuilder("<!DOCTYPE html>\n<html><head><title>Shelf ")
            .append(number)
            .append("</title></head><body>\n");
    for (Book book : books(number, count)) {
      html.append("<article class=\"book\">\n  <h3>")
          .append(book.title)
          .append("</h3>\n  <p class=\"blurb\">");
      for (int i = 0; i < WORDS; i++) {
        html.append(word(NOUNS, random)).append(' ').append(random.nextInt(100)).append(' ');
      }
      html.append("</p>\n  <p class=\"price\">£")
          .append(book.pence / 100)
          .append('.')
          .append(book.pence / 10 % 10)
          .append(book.pence % 10)
          .append("</p>\n  <p class=\"stock\">In stock (")
          .append(book.stock)
          .append(" available)</p>\n</article>\n");
    }
    return html.append("</body></html>\n").toString().getBytes(UTF_8);
  }
}
