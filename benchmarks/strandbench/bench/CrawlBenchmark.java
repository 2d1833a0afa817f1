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

/**
 * Question: which model for a crawl, where each page that was waited for has to be parsed as well?
 *
 * <p>Held constant: 768 pages in an operation, of about 9 KB, 20 books each; the client (the one of
 * {@link FetchBenchmark}), the regular expression that pulls the books out, the origin and the
 * delay of its answers. What varies: the model, and the cap on pages in flight. Closed loop: a page
 * is asked for when another has been parsed. The score is pages per second; the ideal is in flight
 * / delay, until the parsing takes all cores.
 *
 * <p>What would fool us: records lost or mixed up (all are compared, in their order, with those
 * that the origin made its pages from); an origin that is the bottleneck (its load stands beside
 * the score, and the run's rule {@code origin-saturated} rejects the cell); a regular expression
 * that is still interpreted (the set-up parses for 1.2 s).
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan crawl}. Expected, and not yet shown
 * by a committed run: all models on the ideal line at few in flight, and apart where the cores are
 * busy.
 */
@Covers(Construct.T10)
@LimitedBy(ModelLimit.class)
@Question("Which model for a crawl, where each page is waited for and then parsed?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(CrawlBenchmark.PAGES)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
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

  private ExecutorService executor;
  private Pages pages;

  /** Pages to crawl, and the books that stand on them. */
  private record Pages(List<Crawl> crawls, List<Crawl.Book> books) {
    static Pages of(IntFunction<BookPage> page) {
      List<BookPage> pages = IntStream.range(0, PAGES).mapToObj(page).toList();
      return new Pages(
          pages.stream().map(each -> new Crawl(each.uri())).toList(),
          pages.stream()
              .flatMap(each -> each.books().stream())
              .map(book -> new Crawl.Book(book.title(), book.pence(), book.stock()))
              .toList());
    }

    long crawl(ExecutorService executor) throws Exception {
      List<Crawl.Book> found = new ArrayList<>(books.size());
      for (Future<List<Crawl.Book>> page : executor.invokeAll(crawls)) {
        found.addAll(page.get());
      }
      Answers.check(books, found);
      return found.size();
    }
  }

  @Setup
  public void open(RunningOrigin running) throws Exception {
    Origin origin =
        running.start(
            new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(delayMillis), NO_BYTES));
    executor = model.open(inFlight);
    Pages undelayed = Pages.of(origin::undelayedBookPage);
    WarmUp.run(() -> undelayed.crawl(executor));
    pages = Pages.of(origin::bookPage);
  }

  @TearDown
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Benchmark
  public long crawl(OriginLoad load) throws Exception {
    return pages.crawl(executor);
  }
}
