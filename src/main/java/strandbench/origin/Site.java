package strandbench.origin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The origin's addresses, and what stands there. Confined to the event loop. */
final class Site {
  /** Pages by their number. */
  static final String PAGES = "/pages/";

  /** The same pages, answered at once. */
  static final String UNDELAYED = "/undelayed/";

  /** The same pages, whose requests may meet a {@link Fault}. */
  static final String FAILING = "/failing/";

  /** The same pages, answered when they are released. */
  static final String HELD = "/held/";

  /** Pages of HTML that list books: how many, a slash, and the page's number. */
  static final String BOOKS = "/books/";

  static final String UNDELAYED_BOOKS = "/undelayed-books/";

  static final String STATS = "/stats";

  static final String RELEASE = "/release";

  /** The header in which a client says which attempt it makes. */
  static final String ATTEMPT = "Attempt";

  /** To make a page of books takes many times as long as to send it. */
  private static final int KEPT_BOOK_PAGES = 1024;

  private final LongSupplier delays;
  private final int bodyBytes;
  private final Faults faults;
  private final Map<String, byte[]> bookPages = new HashMap<>();

  Site(OriginOptions options) {
    this.delays = options.distribution().sampler(options.meanDelay(), options.seed());
    this.bodyBytes = options.bodyBytes();
    this.faults = options.faults();
  }

  /** The delay of the next answer. */
  long delayNanos() {
    return delays.getAsLong();
  }

  /**
   * A page, made when it is sent.
   *
   * @throws NumberFormatException if its name is no number
   */
  Supplier<byte[]> page(String name) {
    int number = Integer.parseInt(name);
    return () -> Page.body(number, bodyBytes);
  }

  /**
   * What a request to a page that may fail meets.
   *
   * @param attempt as the client says it; null for the first
   * @throws NumberFormatException if either is no number
   */
  Fault fault(String name, String attempt) {
    return faults.of(Integer.parseInt(name), attempt == null ? 1 : Integer.parseInt(attempt));
  }

  /**
   * A page of books.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Supplier<byte[]> books(String name) {
    byte[] page = bookPages.get(name);
    if (page == null) {
      int slash = Math.max(0, name.indexOf('/'));
      int books = Integer.parseInt(name.substring(0, slash));
      page = BookPage.body(Integer.parseInt(name.substring(slash + 1)), books);
      if (bookPages.size() == KEPT_BOOK_PAGES) {
        bookPages.clear();
      }
      bookPages.put(name, page);
    }
    byte[] kept = page;
    return () -> kept;
  }
}
