package strandbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.LimitedBy;
import strandbench.catalog.Question;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.BookPage;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;
import strandbench.workload.Crawl;
import strandbench.workload.Fetch;

/**
 * Question: which model for a crawl, where each page that was waited for has to be parsed as well?
 *
 * <p>Held constant: 768 pages in an operation; the client (the one of {@link FetchBenchmark}), the
 * regular expression that pulls the books out, the origin and the delay of its answers. What
 * varies: the model, the cap on pages in flight, the size of a page (20 books are about 9 KB, 2
 * books 1 KB, 140 books 64 KB), and whether it is parsed: with {@code NONE} the same pages are
 * fetched and only checked, so that what is between the two is the work of the processors. Closed
 * loop: a page is asked for when another has been parsed. The score is pages per second; the ideal
 * is in flight / delay, until the parsing takes all cores.
 *
 * <p>What would fool us: records lost or mixed up (all are compared, in their order, with those
 * that the origin made its pages from); an origin that is the bottleneck (it makes each page once,
 * its load stands beside the score, and the run's rule {@code origin-saturated} rejects the cell);
 * a regular expression that is still interpreted (the set-up parses for 1.2 s).
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan crawl}. In {@code
 * results/thorough-amd-epyc-2cpu} the pool and virtual threads came to 96% of the ideal with 16
 * pages in flight, and with 256, where the cores are busy, the two and the fork/join pool to 75% to
 * 79%, a platform thread per page to 51%.
 */
@Covers(Construct.T10)
@LimitedBy(FetchLimit.class)
@Question("Which model for a crawl, where each page is waited for and then parsed?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(CrawlBenchmark.PAGES)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 9, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CrawlBenchmark extends Accounted {
  static final int PAGES = 768;

  /** What the origin's other pages would take; none is asked for. */
  private static final int NO_BYTES = 1;

  @Param public ConcurrencyModel model;

  @Param({"16", "64", "256"})
  public int inFlight;

  @Param({"50"})
  public int delayMillis;

  /** On each page. */
  @Param({"20"})
  public int books;

  @Param({"REGEX"})
  public Parsing parsing;

  private ExecutorService executor;
  private Work work;

  /** All pages of an operation; checks its answers itself. */
  private interface Work {
    /** Returns how many pages there were. */
    long run(ExecutorService executor) throws Exception;

    static Work of(Parsing parsing, IntFunction<BookPage> page) {
      List<BookPage> pages = IntStream.range(0, PAGES).mapToObj(page).toList();
      return switch (parsing) {
        case REGEX -> Parsed.of(pages);
        case NONE -> Fetched.of(pages);
      };
    }
  }

  /** Pages to crawl, and the books that stand on them. */
  private record Parsed(List<Crawl> crawls, List<Crawl.Book> books) implements Work {
    static Parsed of(List<BookPage> pages) {
      return new Parsed(
          pages.stream().map(each -> new Crawl(each.uri())).toList(),
          pages.stream()
              .flatMap(each -> each.books().stream())
              .map(book -> new Crawl.Book(book.title(), book.pence(), book.stock()))
              .toList());
    }

    @Override
    public long run(ExecutorService executor) throws Exception {
      List<Crawl.Book> found = new ArrayList<>(books.size());
      for (Future<List<Crawl.Book>> page : executor.invokeAll(crawls)) {
        found.addAll(page.get());
      }
      Answers.check(books, found);
      return crawls.size();
    }
  }

  /** Pages to fetch, and the sum of their checksums. */
  private record Fetched(List<Fetch> fetches, long expected) implements Work {
    static Fetched of(List<BookPage> pages) {
      return new Fetched(
          pages.stream().map(each -> new Fetch(each.uri(), each.length(), each.crc32c())).toList(),
          pages.stream().mapToLong(BookPage::crc32c).sum());
    }

    @Override
    public long run(ExecutorService executor) throws Exception {
      Answers.check(expected, Answers.sumOf(executor, fetches));
      return fetches.size();
    }
  }

  @Setup
  public void open(RunningOrigin running) throws Exception {
    Origin origin =
        running.start(
            new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(delayMillis), NO_BYTES),
            inFlight);
    executor = model.open(inFlight);
    Work undelayed = Work.of(parsing, number -> origin.undelayedBookPage(number, books));
    WarmUp.run(() -> undelayed.run(executor));
    work = Work.of(parsing, number -> origin.bookPage(number, books));
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public long crawl(OriginLoad load) throws Exception {
    return work.run(executor);
  }
}
