package strandbench.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 0, -1", "500, 500, 1", "2147483647, 1, 0"})
  void refusesSharesThatCantBe(int resets, int errors, int silences) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Faults(resets, errors, silences, 1))
        .withMessageContaining("0 to 1000");
  }

  @Test
  void nothingFailsWhereNothingShould() {
    for (int page = 0; page < 1000; page++) {
      assertThat(Faults.NONE.of(page, 1)).isEqualTo(Fault.NONE);
    }
  }

  /** 400,000 draws: a standard error of 0.5 thousandths where the share is largest. */
  @Property(tries = 20)
  void sharesAreThoseThatWereAskedFor(
      @ForAll @IntRange(max = 300) int resets,
      @ForAll @IntRange(max = 300) int errors,
      @ForAll @IntRange(max = 300) int silences,
      @ForAll long seed) {
    Faults faults = new Faults(resets, errors, silences, seed);
    Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    for (int page = 0; page < 100_000; page++) {
      for (int attempt = 1; attempt <= 4; attempt++) {
        met.merge(faults.of(page, attempt), 1, Integer::sum);
      }
    }
    assertThat(met.getOrDefault(Fault.RESET, 0) / 400.0).isCloseTo(resets, within(5.0));
    assertThat(met.getOrDefault(Fault.ERROR, 0) / 400.0).isCloseTo(errors, within(5.0));
    assertThat(met.getOrDefault(Fault.SILENCE, 0) / 400.0).isCloseTo(silences, within(5.0));
  }

  @Property(tries = 50)
  void aFateHangsOnPageAttemptAndSeedAlone(
      @ForAll @IntRange int page, @ForAll @IntRange(min = 1, max = 10) int attempt) {
    assertThat(new Faults(200, 200, 200, 7).of(page, attempt))
        .isEqualTo(new Faults(200, 200, 200, 7).of(page, attempt));
  }

  @Test
  void attemptsAtAPageHaveFatesOfTheirOwn() {
    Faults faults = new Faults(500, 0, 0, 7);
    long alike = 0;
    for (int page = 0; page < 10_000; page++) {
      alike += faults.of(page, 1) == faults.of(page, 2) ? 1 : 0;
    }
    assertThat(alike).isBetween(4700L, 5300L);
  }
}
