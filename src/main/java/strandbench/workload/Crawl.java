package strandbench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Gets a page of HTML that lists books, and pulls their fields out with a regular expression. The
 * calling thread does all of it, over the client that {@link Fetch} uses. Immutable and
 * serializable; safe to run from any thread, in any process, repeatedly.
 *
 * @param page what to get
 */
public record Crawl(URI page) implements Callable<List<Crawl.Book>>, Serializable {
  private static final Pattern BOOK =
      Pattern.compile(
          "<article class=\"book\">.*?<h3>(?<title>[^<]*)</h3>.*?"
              + "<p class=\"price\">£(?<pounds>\\d+)\\.(?<pence>\\d\\d)</p>.*?"
              + "<p class=\"stock\">In stock \\((?<stock>\\d+) available\\)</p>",
          Pattern.DOTALL);

  public Crawl {
    Objects.requireNonNull(page, "page");
  }

  /**
   * What is told of a book.
   *
   * @param pence its price
   * @param stock how many there are
   */
  public record Book(String title, int pence, int stock) implements Serializable {}

  /**
   * Gets the page and returns its books in their order.
   *
   * @throws IllegalStateException in one line, if the answer's status is not 200
   * @throws IOException if the connection can't be had, breaks, or is silent for too long
   */
  @Override
  public List<Book> call() throws IOException {
    return books(Fetch.Client.INSTANCE.execute(new HttpGet(page), this::text));
  }

  private String text(ClassicHttpResponse response) throws IOException, ParseException {
    if (response.getCode() != HttpStatus.SC_OK) {
      throw new IllegalStateException(page + ": status " + response.getCode() + ", expected 200");
    }
    return EntityUtils.toString(response.getEntity(), UTF_8);
  }

  private static List<Book> books(String html) {
    List<Book> books = new ArrayList<>();
    Matcher book = BOOK.matcher(html);
    while (book.find()) {
      books.add(
          new Book(
              book.group("title"),
              100 * Integer.parseInt(book.group("pounds")) + Integer.parseInt(book.group("pence")),
              Integer.parseInt(book.group("stock"))));
    }
    return books;
  }
}
