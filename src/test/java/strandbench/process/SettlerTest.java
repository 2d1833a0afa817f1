package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SettlerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Steps that get stuck wait for the end, which whoever is in charge then comes to. */
  @Property(tries = 30)
  void eachStepIsTakenOnceInItsOrderAndOneThreadGoesOn(
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @Size(max = 3) Set<@IntRange(max = 11) Integer> stuck) {
    ConcurrentLinkedQueue<Integer> taken = new ConcurrentLinkedQueue<>();
    AtomicInteger inCharge = new AtomicInteger();
    AtomicInteger replaced = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    Runnable goOn =
        () -> {
          inCharge.incrementAndGet();
          end.countDown();
        };
    Settler settler = new Settler("settler-test", goOn);
    settler.start(
        () -> {
          boolean stays =
              settler.settle(
                  count,
                  i -> {
                    taken.add(i);
                    if (stuck.contains(i)) {
                      await(end);
                    }
                  });
          if (stays) {
            goOn.run();
          } else {
            replaced.incrementAndGet();
          }
        });
    await(end);
    boolean anyStuck = stuck.stream().anyMatch(i -> i < count);
    Await.until("the first ends", LIMIT, () -> !anyStuck || replaced.get() == 1);
    assertThat(inCharge).hasValue(1);
    assertThat(taken).containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Timeout(60)
  void aStepThatThrowsIsReportedAndTheNextIsTaken() throws Exception {
    ConcurrentLinkedQueue<Throwable> reported = new ConcurrentLinkedQueue<>();
    CountDownLatch end = new CountDownLatch(1);
    Settler settler = new Settler("settler-test", () -> {});
    settler.start(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> reported.add(e));
          boolean stays =
              settler.settle(
                  2,
                  i -> {
                    if (i == 0) {
                      throw new IllegalStateException("of a step");
                    }
                  });
          if (stays) {
            end.countDown();
          }
        });
    end.await();
    assertThat(reported).singleElement().asString().contains("of a step");
  }
}
