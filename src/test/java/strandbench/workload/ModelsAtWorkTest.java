package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.BookPage;
import strandbench.origin.DelayDistribution;
import strandbench.origin.Origin;
import strandbench.origin.OriginOptions;

/** T9 and T10: the same answers from every model. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelsAtWorkTest {
  /** A billion takes seconds; that the oracle tells one iteration apart is tested elsewhere. */
  private static final int ITERATIONS = 1_000_000;

  private static final int PAGES = 30;
  private static final int BOOKS = 20;

  private static Origin origin;

  @BeforeAll
  static void start() {
    origin = Origin.start(new OriginOptions(DelayDistribution.FIXED, Duration.ofMillis(1), 1));
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  private static ExecutorService open(ConcurrencyModel model) {
    return model.open(model == ConcurrencyModel.SINGLE_THREAD ? 1 : 2);
  }

  @ParameterizedTest
  @EnumSource
  @Covers(Construct.T9)
  void eachModelGivesFiveRightCounts(ConcurrencyModel model) throws Exception {
    List<CountingLoop> loops = CountingLoop.tasks(Kernel.XORSHIFT, 5, ITERATIONS);
    try (ExecutorService executor = open(model)) {
      List<Long> counts = new ArrayList<>();
      for (Future<Long> count : executor.invokeAll(loops)) {
        counts.add(count.get());
      }
      assertThat(counts).isEqualTo(loops.stream().map(CountingLoop::expected).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Covers(Construct.T10)
  void eachModelCrawlsTheSameRecords(ConcurrencyModel model) throws Exception {
    try (ExecutorService executor = open(model)) {
      List<BookPage> pages =
          IntStream.range(0, PAGES).mapToObj(page -> origin.bookPage(page, BOOKS)).toList();
      List<Crawl> crawls = pages.stream().map(page -> new Crawl(page.uri())).toList();
      List<Future<List<Crawl.Book>>> found = executor.invokeAll(crawls);
      for (int i = 0; i < PAGES; i++) {
        assertThat(found.get(i).get())
            .hasSize(BOOKS)
            .isEqualTo(
                pages.get(i).books().stream()
                    .map(book -> new Crawl.Book(book.title(), book.pence(), book.stock()))
                    .toList());
      }
    }
  }
}
