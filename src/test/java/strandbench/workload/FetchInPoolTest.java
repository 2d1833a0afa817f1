package strandbench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.ProcessPool;

/** P19 and P20: fetches in a pool of processes, parsed in the parent; and threads in processes. */
@Covers(Construct.P19)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchInPoolTest {
  private static final Pattern TITLE = Pattern.compile("<title>page (\\d+) for (\\d+)</title>");
  private static final int PAGES = 30;

  record Downloaded(String text, long pid) implements Serializable {}

  record Download(URI page) implements Callable<Downloaded>, Serializable {
    @Override
    public Downloaded call() throws IOException {
      try (InputStream in = page.toURL().openStream()) {
        return new Downloaded(new String(in.readAllBytes(), UTF_8), ProcessHandle.current().pid());
      }
    }
  }

  record Parsed(int page, int asked, long fetchedBy, long parsedBy) {
    static Parsed of(Downloaded page) {
      Matcher title = TITLE.matcher(page.text());
      assertThat(title.find()).isTrue();
      return new Parsed(
          Integer.parseInt(title.group(1)),
          Integer.parseInt(title.group(2)),
          page.pid(),
          ProcessHandle.current().pid());
    }
  }

  /** Says in each page how often it was asked for. */
  private static HttpServer site() throws IOException {
    Map<String, Integer> asked = new ConcurrentHashMap<>();
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    site.createContext(
        "/",
        exchange -> {
          String number = exchange.getRequestURI().getPath().substring(1);
          int times = asked.merge(number, 1, Integer::sum);
          byte[] page =
              "<html><title>page %s for %d</title></html>".formatted(number, times).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    return site;
  }

  private static URI page(HttpServer site, int number) {
    return URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/" + number);
  }

  @Test
  void everyPageIsFetchedOnceAndParsedInTheParent() throws Exception {
    HttpServer site = site();
    try (ProcessPool pool =
        ProcessPool.builder().workers(3).accept("strandbench.workload.*").build()) {
      List<Parsed> parsed = Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> callbacks = new ArrayList<>();
      for (int i = 0; i < PAGES; i++) {
        callbacks.add(
            pool.submit(new Download(page(site, i)))
                .thenAccept(page -> parsed.add(Parsed.of(page))));
      }
      for (CompletableFuture<Void> callback : callbacks) {
        callback.get();
      }
      assertThat(parsed)
          .extracting(Parsed::page)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PAGES).boxed().toList());
      assertThat(parsed).allMatch(page -> page.asked() == 1);
      assertThat(parsed).allMatch(page -> pool.pids().contains(page.fetchedBy()));
      assertThat(parsed).allMatch(page -> page.parsedBy() == ProcessHandle.current().pid());
    } finally {
      site.stop(0);
    }
  }

  /** A task that is itself a master: a virtual thread for each of its pages. */
  record DownloadAll(List<URI> pages) implements Callable<List<Downloaded>>, Serializable {
    DownloadAll {
      pages = new ArrayList<>(pages);
    }

    @Override
    public List<Downloaded> call() throws Exception {
      List<Downloaded> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Downloaded> each :
            threads.invokeAll(pages.stream().map(Download::new).toList())) {
          all.add(each.get());
        }
      }
      return all;
    }
  }

  @Test
  void processesTimesThreads() throws Exception {
    HttpServer site = site();
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).accept("strandbench.workload.*").build()) {
      List<Future<List<Downloaded>>> halves = new ArrayList<>();
      for (int half = 0; half < 2; half++) {
        halves.add(
            pool.submit(
                new DownloadAll(
                    IntStream.range(half * PAGES / 2, (half + 1) * PAGES / 2)
                        .mapToObj(number -> page(site, number))
                        .toList())));
      }
      List<Parsed> parsed = new ArrayList<>();
      for (Future<List<Downloaded>> half : halves) {
        List<Downloaded> pages = half.get();
        assertThat(pages).extracting(Downloaded::pid).containsOnly(pages.getFirst().pid());
        pages.forEach(page -> parsed.add(Parsed.of(page)));
      }
      assertThat(parsed)
          .extracting(Parsed::page)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PAGES).boxed().toList());
      assertThat(parsed).allMatch(page -> page.asked() == 1);
    } finally {
      site.stop(0);
    }
  }
}
