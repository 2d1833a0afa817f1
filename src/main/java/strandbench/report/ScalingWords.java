package strandbench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import strandbench.stats.Estimate;
import strandbench.stats.Fit;
import strandbench.stats.ScalingPoint;
import strandbench.stats.Usl;

/** What the Universal Scalability Law has to say of guards that were contended for, in words. */
final class ScalingWords {
  private static final double DOUBTFUL = 0.05;

  private ScalingWords() {}

  /**
   * Contention and coherency per guard, or why they can't be told; each fork is a point. Empty
   * where nothing has the forks that an interval needs.
   */
  static String of(Contest contest, List<String> guards, OptionalInt cores) {
    Map<String, Fit<Usl>> fits = new LinkedHashMap<>();
    for (String guard : guards) {
      List<ScalingPoint> points = points(contest, guard);
      if (!points.isEmpty()) {
        fits.put(guard, Usl.fit(points, cores));
      }
    }
    Set<String> reasons =
        fits.values().stream()
            .map(fit -> fit.<String>either(usl -> "", reason -> reason))
            .collect(Collectors.toSet());
    if (fits.isEmpty()) {
      return "";
    }
    if (reasons.size() == 1 && !reasons.contains("")) {
      return "Contention and coherency (Universal Scalability Law): not identifiable: "
          + reasons.iterator().next()
          + ".";
    }
    return fits.entrySet().stream()
        .map(
            fit ->
                KnownGuard.words(fit.getKey())
                    + ": "
                    + fit.getValue()
                        .<String>either(
                            ScalingWords::parameters, reason -> "not identifiable: " + reason))
        .collect(
            Collectors.joining(
                "; ", "Contention and coherency (Universal Scalability Law): ", "."));
  }

  private static List<ScalingPoint> points(Contest contest, String guard) {
    return contest.measured().stream()
        .filter(cell -> Contest.guard(cell).equals(guard))
        .filter(cell -> Contest.rates(cell).length >= Estimate.MIN_FORKS)
        .flatMap(
            cell ->
                DoubleStream.of(Contest.rates(cell))
                    .filter(rate -> rate > 0)
                    .mapToObj(rate -> new ScalingPoint(Contest.contenders(cell), rate)))
        .toList();
  }

  private static String parameters(Usl usl) {
    return "sigma %s (%s), kappa %s (%s)%s"
        .formatted(
            Numbers.figure(usl.sigma().value()),
            Numbers.interval(usl.sigma()),
            Numbers.figure(usl.kappa().value()),
            Numbers.interval(usl.kappa()),
            usl.lackOfFit() < DOUBTFUL
                ? ", but the points don't follow the law (lack of fit: p = "
                    + Numbers.figure(usl.lackOfFit())
                    + ")"
                : "");
  }
}
