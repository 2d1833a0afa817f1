package strandbench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import strandbench.stats.Amdahl;
import strandbench.stats.Estimate;
import strandbench.stats.Fit;
import strandbench.stats.ScalingPoint;
import strandbench.stats.Usl;

/** What the scaling laws have to say, in words. */
final class ScalingWords {
  private static final String USL = "Universal Scalability Law";

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
                ScalingSeries.points(
                    Contest.contenders(cell),
                    ScalingSeries.throughput(cell.measured().orElseThrow()))
                    .stream())
        .toList();
  }

  private static String parameters(Usl usl) {
    return "sigma %s, kappa %s%s"
        .formatted(figure(usl.sigma()), figure(usl.kappa()), misfit(usl.lackOfFit()));
  }

  private static String misfit(double lackOfFit) {
    if (Double.isNaN(lackOfFit)) {
      return "; no level has forks that differ, so nothing tells whether the points follow the law";
    }
    return ScalingFits.isDoubtful(lackOfFit)
        ? ", but the points don't follow the law (lack of fit: p = "
            + Numbers.figure(lackOfFit)
            + ")"
        : "";
  }

  private static String figure(Estimate estimate) {
    return "%s (%s)".formatted(Numbers.figure(estimate.value()), Numbers.interval(estimate));
  }

  /**
   * Every parameter of the law that a chart draws of a series, or why it draws none.
   *
   * @param unit of throughput
   */
  static String caption(ScalingFits fits, String unit) {
    return fits.series().name()
        + ": "
        + fits.usl()
            .<String>either(
                usl -> parameters(usl, unit, highest(fits)),
                reason ->
                    "the "
                        + USL
                        + " is not identifiable: "
                        + reason
                        + ". "
                        + fits.amdahl()
                            .<String>either(
                                law -> parameters(law, unit),
                                none -> "Nor is Amdahl's law: " + none))
        + ".";
  }

  private static double highest(ScalingFits fits) {
    return fits.series().points().stream().mapToDouble(ScalingPoint::n).max().orElseThrow();
  }

  private static String parameters(Usl usl, String unit, double highest) {
    return "%s, fitted to %s: sigma %s, kappa %s, gamma %s %s, %s%s"
        .formatted(
            USL,
            Numbers.count(usl.points(), "point"),
            figure(usl.sigma()),
            figure(usl.kappa()),
            figure(usl.gamma()),
            unit,
            peak(usl, unit, highest),
            misfit(usl.lackOfFit()));
  }

  private static String peak(Usl usl, String unit, double highest) {
    if (!Double.isFinite(usl.peakN().value())) {
      return "no peak";
    }
    return "peak at N* = %s%s, X(N*) = %s %s"
        .formatted(
            figure(usl.peakN()),
            usl.peakN().value() > highest ? ", which is extrapolated" : "",
            figure(usl.peakThroughput()),
            unit);
  }

  private static String parameters(Amdahl amdahl, String unit) {
    return "Amdahl's law, fitted to %s: serial fraction %s, gamma %s %s, speedup's limit %s%s"
        .formatted(
            Numbers.count(amdahl.points(), "point"),
            figure(amdahl.serialFraction()),
            figure(amdahl.gamma()),
            unit,
            figure(amdahl.maxSpeedup()),
            misfit(amdahl.lackOfFit()));
  }

  /** Where each of some series peaks, or how far it gets. */
  static String headline(List<ScalingFits> all) {
    Set<String> reasons =
        all.stream()
            .map(
                fits ->
                    fits.drawn().isPresent()
                        ? ""
                        : fits.usl().<String>either(law -> "", reason -> reason))
            .collect(Collectors.toSet());
    if (!reasons.contains("")) {
      return reasons.size() == 1
          ? "No scaling law can be fitted: " + reasons.iterator().next() + "."
          : "No scaling law can be fitted to any of these; the reasons stand below.";
    }
    return all.stream()
        .map(fits -> fits.series().name() + " " + ending(fits))
        .collect(Collectors.joining("; ", "By the scaling laws: ", "."));
  }

  private static String ending(ScalingFits fits) {
    return fits.usl()
        .<String>either(
            usl -> ending(usl, highest(fits)) + doubt(usl.lackOfFit()),
            none ->
                fits.amdahl()
                    .<String>either(
                        law ->
                            "gets no further than %s times one, by Amdahl's law%s"
                                .formatted(figure(law.maxSpeedup()), doubt(law.lackOfFit())),
                        reason -> "follows none that can be told"));
  }

  private static String ending(Usl usl, double highest) {
    double peak = usl.peakN().value();
    if (!Double.isFinite(peak)) {
      return "has no peak";
    }
    return peak > highest
        ? "would peak at N = %s, beyond the %s measured"
            .formatted(figure(usl.peakN()), Numbers.tick(highest))
        : "peaks at N = " + figure(usl.peakN());
  }

  private static String doubt(double lackOfFit) {
    return ScalingFits.isDoubtful(lackOfFit) ? " (but its points don't follow the law)" : "";
  }
}
