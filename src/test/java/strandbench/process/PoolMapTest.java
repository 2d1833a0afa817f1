package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

@Covers(Construct.P15)
class PoolMapTest {
  private static final int WORKERS = 2;
  private static ProcessPool pool;

  @BeforeContainer
  static void open() {
    pool = ProcessPool.builder().workers(WORKERS).accept("strandbench.process.*").build();
  }

  @AfterContainer
  static void close() {
    pool.close();
  }

  record Same() implements RemoteFunction<Object, Object> {
    @Override
    public Object apply(Object item) {
      return item;
    }
  }

  record Square() implements RemoteFunction<Integer, Long> {
    @Override
    public Long apply(Integer item) {
      if (item == 13) {
        throw new IllegalArgumentException("unlucky");
      }
      return (long) item * item;
    }
  }

  record Times() implements RemoteBiFunction<Integer, String, String> {
    @Override
    public String apply(Integer times, String text) {
      return text == null ? null : text.repeat(times);
    }
  }

  @Provide
  Arbitrary<List<Object>> items() {
    Arbitrary<Object> mixed =
        Arbitraries.oneOf(
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.strings().ofMaxLength(5).map(Object.class::cast))
            .injectNull(0.1);
    return Arbitraries.oneOf(
        mixed.list().ofMaxSize(30),
        Arbitraries.integers().map(Object.class::cast).list().ofMaxSize(30),
        Arbitraries.longs().map(Object.class::cast).list().ofMaxSize(30),
        Arbitraries.doubles().map(Object.class::cast).list().ofMaxSize(30));
  }

  @Property(tries = 150)
  void mapsAnyItemsInChunksOfAnySize(@ForAll("items") List<Object> items, @ForAll int seed)
      throws Exception {
    int chunkSize = 1 + Math.floorMod(seed, items.size() + 1);
    assertThat(pool.map(new Same(), items, chunkSize)).isEqualTo(items);
    assertThat(pool.map(new Same(), items)).isEqualTo(items);
    try (Stream<Object> lazy = pool.imap(new Same(), items, chunkSize)) {
      assertThat(lazy).isEqualTo(items);
    }
    try (Stream<Object> lazy = pool.imapUnordered(new Same(), items, chunkSize)) {
      assertThat(lazy.toList()).containsExactlyInAnyOrderElementsOf(items);
    }
  }

  @Example
  void chunkSizesAreCheckedAndMayBeLargerThanAnything() throws Exception {
    List<Integer> items = List.of(1, 2, 3);
    for (int none : new int[] {0, -1}) {
      assertThatThrownBy(() -> pool.map(new Square(), List.<Integer>of(), none))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pool.imap(new Square(), items, none))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(pool.map(new Square(), items, Integer.MAX_VALUE)).containsExactly(1L, 4L, 9L);
    assertThat(pool.imap(new Square(), items, Integer.MAX_VALUE)).containsExactly(1L, 4L, 9L);
  }

  /** Says how often it was read in the JVM that it runs in. */
  static final class CountsItself implements RemoteFunction<Integer, Integer> {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private static final AtomicInteger READ = new AtomicInteger();

    private void writeObject(ObjectOutputStream out) {
      WRITTEN.incrementAndGet();
    }

    private void readObject(ObjectInputStream in) {
      READ.incrementAndGet();
    }

    @Override
    public Integer apply(Integer item) {
      return READ.get();
    }
  }

  @Example
  void aFunctionIsWrittenOnceAndReadOnceByAWorkerThatRunsOneTaskAtATime() throws Exception {
    List<Integer> items = Collections.nCopies(100, 1);
    ProcessPool.Builder builder = ProcessPool.builder().workers(1).accept("strandbench.process.*");
    try (ProcessPool one = builder.build()) {
      assertThat(one.map(new CountsItself(), items, 1)).hasSize(100).containsOnly(1);
      assertThat(CountsItself.WRITTEN).hasValue(1);
      assertThat(one.imap(new CountsItself(), items, 1))
          .as("the next map has a copy of its own, though its bytes are the same")
          .hasSize(100)
          .containsOnly(2);
      assertThat(CountsItself.WRITTEN).hasValue(2);
    }
    try (ProcessPool several = builder.concurrencyPerWorker(2).build()) {
      assertThat(several.map(new CountsItself(), items, 1)).contains(100);
    }
  }

  @Example
  void starmapTakesPairs() throws Exception {
    List<Map.Entry<Integer, String>> pairs = new ArrayList<>();
    pairs.add(Map.entry(2, "ab"));
    pairs.add(new AbstractMap.SimpleEntry<>(3, null));
    assertThat(pool.starmap(new Times(), pairs)).isEqualTo(Arrays.asList("abab", null));
    assertThat(pool.starmap(new Times(), List.<Map.Entry<Integer, String>>of())).isEmpty();
  }

  /** Counts how many items were taken from a source without end. */
  private static Iterable<Integer> endless(AtomicInteger taken) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            return 100 + taken.getAndIncrement();
          }
        };
  }

  @Example
  void imapTakesNoMoreThanItNeeds() {
    for (int chunkSize : new int[] {1, 3}) {
      AtomicInteger taken = new AtomicInteger();
      try (Stream<Long> results = pool.imap(new Square(), endless(taken), chunkSize)) {
        assertThat(taken).as("before a result is asked for").hasValue(0);
        Iterator<Long> each = results.iterator();
        for (int i = 0; i < 50; i++) {
          assertThat(each.next()).isEqualTo((100L + i) * (100 + i));
          assertThat(taken.get() - i).isLessThanOrEqualTo((2 * WORKERS + 1) * chunkSize);
        }
      }
      int atClose = taken.get();
      assertThat(pool.imap(new Square(), List.of(1), 1)).containsExactly(1L);
      assertThat(taken).hasValue(atClose);
      taken.set(0);
      try (Stream<Long> results = pool.imapUnordered(new Square(), endless(taken), chunkSize)) {
        assertThat(results.limit(20).toList()).hasSize(20).doesNotHaveDuplicates();
        assertThat(taken.get()).isLessThanOrEqualTo(20 + (2 * WORKERS + 1) * chunkSize);
      }
    }
  }

  @Example
  void aFailureComesInItsPlaceAndEndsTheStream() {
    List<Integer> items = IntStream.range(0, 100).boxed().toList();
    Iterator<Long> ordered = pool.imap(new Square(), items, 1).iterator();
    for (int i = 0; i < 13; i++) {
      assertThat(ordered.next()).isEqualTo((long) i * i);
    }
    assertThatThrownBy(ordered::next)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(ordered.hasNext()).isFalse();
    assertThatThrownBy(() -> pool.imapUnordered(new Square(), items, 1).toList())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  /** Fails at 0; all others wait for a file that is never there, or note that they ran. */
  record FailsFirst(String directory) implements RemoteFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer item) throws Exception {
      if (item == 0) {
        throw new IllegalStateException("the first");
      }
      if (item == 1) {
        new Tasks.Gate(directory + "/here", directory + "/go").call();
      } else {
        Tasks.note(directory + "/" + item, "ran");
      }
      return item;
    }
  }

  @Example
  void whatHasNotStartedWhenOneFailsNeverDoes() throws Exception {
    Path directory = Files.createTempDirectory("map");
    try (ProcessPool one =
        ProcessPool.builder().workers(1).accept("strandbench.process.*").build()) {
      // The worker is at its gate, so that the map's first item is the next, and the rest waits.
      var gate = one.submit(new Tasks.Gate(directory + "/gate", directory + "/open"));
      Await.exists(directory.resolve("gate"));
      List<Integer> items = new ArrayList<>(List.of(0, 1));
      items.addAll(IntStream.range(2, 50).boxed().toList());
      Tasks.note(directory + "/open", "");
      assertThatThrownBy(() -> one.map(new FailsFirst(directory.toString()), items, 1))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      Tasks.note(directory + "/go", "");
      assertThat(gate.get()).isNotNull();
      assertThat(one.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
      for (int i = 2; i < 50; i++) {
        assertThat(directory.resolve(Integer.toString(i))).doesNotExist();
      }
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      for (Path each : all.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(directory);
  }

  @Example
  void closingAStreamCancelsWhatIsOnItsWay() throws Exception {
    Path directory = Files.createTempDirectory("imap");
    try (ProcessPool one =
        ProcessPool.builder().workers(1).accept("strandbench.process.*").build()) {
      long pid = one.pids().getFirst();
      try (Stream<Integer> results =
          one.imapUnordered(new FailsFirst(directory.toString()), Collections.nCopies(100, 1), 1)) {
        // Only to have some submitted: the first result never comes.
        Thread reader = Thread.ofPlatform().daemon().start(() -> readOne(results));
        Await.exists(directory.resolve("here"));
        Await.until("it waits", Duration.ofSeconds(20), () -> isWaiting(reader));
        reader.interrupt();
        reader.join();
      }
      assertThat(one.submit(new Tasks.Pid()).get()).as("the worker was freed").isEqualTo(pid);
    } finally {
      delete(directory);
    }
  }

  private static void readOne(Stream<Integer> results) {
    assertThatThrownBy(() -> results.iterator().next()).isInstanceOf(CancellationException.class);
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  @Example
  void aPoolThatIsShutDownMapsNothing() {
    ProcessPool closed = ProcessPool.builder().workers(1).build();
    closed.close();
    assertThatThrownBy(() -> closed.map(new Square(), List.of(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> closed.imap(new Square(), List.of(1), 1).toList())
        .isInstanceOf(RejectedExecutionException.class);
  }
}
