package strandbench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a crawl finds on a page, and what it refuses. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrawlTest {
  private static final String FIRST =
      """
      <article class="book">
        <h3>The Grey Harbour</h3>
        <p class="blurb">Now £1.00, In stock (1 available)</p>
        <p class="price">£12.05</p>
        <p class="stock">In stock (7 available)</p>
      </article>
      """;
  private static final String SECOND =
      FIRST.replace("Grey", "Grün").replace("12.05", "0.99").replace("(7", "(0");

  private static List<Crawl.Book> crawl(int status, String html) throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    site.createContext(
        "/",
        exchange -> {
          byte[] page = html.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    try {
      return new Crawl(URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/")).call();
    } finally {
      site.stop(0);
    }
  }

  @Test
  void findsEachBookInItsOrderAndNotWhatOnlyLooksLikeOne() throws Exception {
    assertThat(crawl(200, "<html>" + FIRST + SECOND + "</html>"))
        .containsExactly(
            new Crawl.Book("The Grey Harbour", 1205, 7), new Crawl.Book("The Grün Harbour", 99, 0));
  }

  @Test
  void findsNothingOnAPageWithoutBooks() throws Exception {
    assertThat(crawl(200, "<html><p class=\"price\">£1.00</p></html>")).isEmpty();
  }

  @Test
  void refusesAnyStatusBut200() {
    assertThatThrownBy(() -> crawl(404, "not here"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(": status 404, expected 200");
  }
}
