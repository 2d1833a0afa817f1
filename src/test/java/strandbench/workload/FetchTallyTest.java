package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FetchTallyTest {

  @Test
  void refusesAttemptsThatAreNeitherFetchedNorFailed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FetchTally(5, 1, 0, 3, 1, 0, 0))
        .withMessageContaining("3 attempts are not 1 fetched and 1 reset");
  }

  /** What one fetch may come to, of three attempts. */
  @Provide
  Arbitrary<FetchTally> outcomes() {
    Arbitrary<Integer> fault = Arbitraries.integers().between(0, 2);
    return Combinators.combine(
            fault.list().ofMaxSize(3), Arbitraries.longs().between(1, 0xffff_ffffL))
        .as(FetchTallyTest::outcome);
  }

  private static FetchTally outcome(List<Integer> faults, long answer) {
    boolean fetched = faults.size() < 3;
    return new FetchTally(
        fetched ? answer : 0,
        fetched ? 1 : 0,
        fetched ? 0 : 1,
        faults.size() + (fetched ? 1 : 0),
        faults.stream().filter(fault -> fault == 0).count(),
        faults.stream().filter(fault -> fault == 1).count(),
        faults.stream().filter(fault -> fault == 2).count());
  }

  @Property(tries = 200)
  void eachFailureIsTriedAgainOrGivenUp(@ForAll List<@From("outcomes") FetchTally> all) {
    FetchTally together = all.stream().reduce(FetchTally.NONE, FetchTally::plus);

    assertThat(together.fetched() + together.givenUp()).isEqualTo(all.size());
    assertThat(together.failures()).isEqualTo(together.retries() + together.givenUp());
    assertThat(together.attempts()).isEqualTo(all.size() + together.retries());
    assertThat(together.sum()).isEqualTo(all.stream().mapToLong(FetchTally::sum).sum());
    assertThat(all.reversed().stream().reduce(FetchTally.NONE, FetchTally::plus))
        .isEqualTo(together);
  }
}
