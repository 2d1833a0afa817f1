package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.ProcessPool;

/** Five tickets and ten buyers, each in a process of its own. */
@Covers(Construct.P7)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TicketRushTest {
  private static final int BUYERS = 10;
  private static final int TICKETS = 5;

  private static ProcessPool pool;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    pool = ProcessPool.builder().workers(BUYERS).accept("strandbench.process.**").build();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  /** A file that holds how many tickets are left. */
  record Office(String file) implements Serializable {
    private static final Pattern COUNT = Pattern.compile("\\{\"count\": (\\d+)}");

    int count() throws IOException {
      Matcher text = COUNT.matcher(Files.readString(Path.of(file)));
      if (!text.matches()) {
        throw new IOException("half a file");
      }
      return Integer.parseInt(text.group(1));
    }

    /** A reader sees the old count or the new one. */
    void setCount(int count) throws IOException {
      Path next = Path.of(file + "." + ProcessHandle.current().pid());
      Files.writeString(next, "{\"count\": " + count + "}");
      Files.move(next, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * What came of it.
   *
   * @param pid who tried
   */
  record Purchase(long pid, boolean bought) implements Serializable {}

  /**
   * Buys a ticket if one is left.
   *
   * @param doors open when all are there
   */
  record Guarded(Office office, SharedLock lock, Barrier doors)
      implements Callable<Purchase>, Serializable {
    @Override
    public Purchase call() throws Exception {
      doors.await();
      lock.lock();
      try {
        int left = office.count();
        if (left > 0) {
          office.setCount(left - 1);
        }
        return new Purchase(ProcessHandle.current().pid(), left > 0);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Buys a ticket if one is left, with nothing to keep others out.
   *
   * @param counter which all reach before any pays
   */
  record Unguarded(Office office, Barrier counter) implements Callable<Purchase>, Serializable {
    @Override
    public Purchase call() throws Exception {
      int left = office.count();
      counter.await();
      if (left > 0) {
        office.setCount(left - 1);
      }
      return new Purchase(ProcessHandle.current().pid(), left > 0);
    }
  }

  @Test
  void withTheLockExactlyFiveBuy() throws Exception {
    Office office = open();
    Barrier doors = Barrier.of(BUYERS);
    try (SharedLock lock = SharedLock.create()) {
      assertThat(rush(new Guarded(office, lock, doors))).isEqualTo(TICKETS);
    }
    doors.close();
    assertThat(office.count()).isZero();
  }

  @Test
  void withoutItTicketsAreOversold() throws Exception {
    Office office = open();
    Barrier counter = Barrier.of(BUYERS);
    int sold = rush(new Unguarded(office, counter));
    counter.close();
    assertThat(sold - TICKETS).as("tickets oversold").isEqualTo(5);
    assertThat(office.count()).isEqualTo(TICKETS - 1);
  }

  private Office open() throws IOException {
    Office office = new Office(directory.resolve("tickets.json").toString());
    office.setCount(TICKETS);
    return office;
  }

  /** How many bought. */
  private static int rush(Callable<Purchase> buyer) throws Exception {
    int bought = 0;
    Set<Long> pids = new HashSet<>();
    List<Future<Purchase>> all =
        new ArrayList<>(pool.invokeAll(Collections.nCopies(BUYERS, buyer)));
    for (Future<Purchase> each : all) {
      bought += each.get().bought() ? 1 : 0;
      pids.add(each.get().pid());
    }
    assertThat(pids).hasSize(BUYERS);
    return bought;
  }
}
