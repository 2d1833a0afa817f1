package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.Profile;
import strandbench.result.RunDirectory;

class ProfiledForksTest {
  private static final Plan.Iterations SHORT = new Plan.Iterations(1, 10);
  private static final Cell ONE = cell("a.B.work", "1", null);
  private static final Cell TWO = cell("a.B.work", "2", null);
  private static final Cell BASELINE = cell("a.Raw.first", "1", "n");
  private static final CellPlan PLAN =
      new CellPlan(
          new Plan("test", "", 1, List.of(), List.of(ONE.entry(), BASELINE.entry())),
          List.of(ONE, TWO, BASELINE),
          List.of());

  @Test
  void allButCompanionsAreTakenUnlessToldOtherwise() {
    assertThat(new ProfileRequest(ProfilerKind.JFR, Optional.empty()).of(PLAN))
        .containsExactly(ONE, TWO);
    assertThat(request(ProfilerKind.JFR, "n=1\\b").of(PLAN)).containsExactly(ONE, BASELINE);
    assertThat(request(ProfilerKind.JFR, "^a\\.B\\.work \\[n=2]$").of(PLAN)).containsExactly(TWO);
    assertThat(request(ProfilerKind.JFR, "none").of(PLAN)).isEmpty();
  }

  @Test
  void whatWasTakenStaysWhatFailedIsTriedAgainWhatWasToComeStillIs() {
    Profile taken = Profile.taken(ONE.key(), "jfr", List.of("profiles/1/recording.jfr"));
    Profile toCome = Profile.toCome(BASELINE.key(), "jfr");
    Profile failed = Profile.failed(TWO.key(), "jfr", "exit code 1");

    assertThat(forks(List.of(taken, toCome, failed), Optional.empty()).all())
        .containsExactly(taken, toCome, failed);
    ProfiledForks again =
        forks(List.of(taken, toCome, failed), Optional.of(request(ProfilerKind.JFR, "B.work")));
    assertThat(again.all()).containsExactly(taken, toCome, Profile.toCome(TWO.key(), "jfr"));
    assertThat(again.toCome()).isEqualTo(2);
  }

  @Test
  void anotherProfilersLookIsAnotherProfile() {
    Profile taken = Profile.taken(ONE.key(), "jfr", List.of("profiles/1/recording.jfr"));

    assertThat(forks(List.of(taken), Optional.of(request(ProfilerKind.ASYNC, "n=1"))).all())
        .containsExactly(
            taken, Profile.toCome(ONE.key(), "async"), Profile.toCome(BASELINE.key(), "async"));
  }

  /** A sampling profiler sees nothing of a few milliseconds; and some benchmarks want one only. */
  @Property
  void profiledIterationsAreAsManyAndTwoSecondsOrSoAtLeast(
      @ForAll @IntRange(min = 1, max = 50) int count,
      @ForAll @IntRange(min = 1, max = 5000) int millis) {
    Plan.Iterations own = new Plan.Iterations(count, millis);

    assertThat(ProfilerKind.iterations(own).count()).isEqualTo(count);
    assertThat(ProfilerKind.iterations(own).millis()).isGreaterThanOrEqualTo(millis);
    assertThat(ProfilerKind.iterations(own).seconds())
        .isBetween(own.seconds(), Math.max(own.seconds(), 2.0))
        .isGreaterThan(1.94);
  }

  private static ProfiledForks forks(List<Profile> before, Optional<ProfileRequest> request) {
    return new ProfiledForks(
        PLAN,
        before,
        request,
        new RunDirectory(Path.of("nowhere")),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  private static ProfileRequest request(ProfilerKind profiler, String cells) {
    return new ProfileRequest(profiler, Optional.of(Pattern.compile(cells)));
  }

  private static Cell cell(String benchmark, String n, String companionOf) {
    return new Cell(
        BenchmarkKey.of(benchmark, "thrpt", 1, Map.of("n", n)),
        new Plan.Entry(benchmark, companionOf, Map.of("n", List.of("1", "2")), SHORT, SHORT, 1));
  }
}
