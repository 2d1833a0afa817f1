package strandbench.cli;

import java.io.PrintWriter;
import java.util.List;
import strandbench.report.Numbers;
import strandbench.report.ScalingFits;
import strandbench.stats.Amdahl;
import strandbench.stats.Estimate;
import strandbench.stats.ScalingPoint;
import strandbench.stats.Usl;

/** What {@code fit} prints for people. */
final class FitText {
  private FitText() {}

  static void print(ScalingFits fits, PrintWriter out) {
    List<ScalingPoint> points = fits.series().points();
    long levels = points.stream().map(ScalingPoint::n).distinct().count();
    out.printf(
        "%s: %d points at %d levels of %s, %s%n",
        fits.series().name(),
        points.size(),
        levels,
        fits.series().level(),
        fits.cores().isPresent() ? "cores: " + fits.cores().getAsInt() : "not limited to cores");
    double highest = points.stream().mapToDouble(ScalingPoint::n).max().orElseThrow();
    out.println("  Universal Scalability Law (95% intervals in brackets)");
    fits.usl()
        .<List<String>>either(
            usl -> lines(usl, highest, fits.hasRepeats()), FitText::notIdentifiable)
        .forEach(out::println);
    out.println("  Amdahl's law (95% intervals in brackets)");
    fits.amdahl()
        .<List<String>>either(law -> lines(law, fits.hasRepeats()), FitText::notIdentifiable)
        .forEach(out::println);
    out.println();
  }

  private static List<String> notIdentifiable(String reason) {
    return List.of("    not identifiable: " + reason);
  }

  private static List<String> lines(Usl usl, double highest, boolean repeats) {
    return List.of(
        line("contention, sigma", usl.sigma(), ""),
        line("coherency, kappa", usl.kappa(), ""),
        line("throughput of one, gamma", usl.gamma(), ""),
        line(
            "peak at N*",
            usl.peakN(),
            usl.peakN().value() > highest ? ", beyond the points: extrapolated" : ""),
        line("peak throughput, X(N*)", usl.peakThroughput(), ""),
        fit(usl.points(), usl.lackOfFit(), repeats));
  }

  private static List<String> lines(Amdahl amdahl, boolean repeats) {
    return List.of(
        line("serial fraction", amdahl.serialFraction(), ""),
        line("throughput of one, gamma", amdahl.gamma(), ""),
        line("speedup's limit", amdahl.maxSpeedup(), ""),
        fit(amdahl.points(), amdahl.lackOfFit(), repeats));
  }

  private static String line(String name, Estimate estimate, String remark) {
    return "    %-26s %12s   (%s)%s"
        .formatted(name, Numbers.figure(estimate.value()), Numbers.interval(estimate), remark);
  }

  private static String fit(int points, double lackOfFit, boolean repeats) {
    String p = "    fitted to %d points".formatted(points);
    if (Double.isNaN(lackOfFit)) {
      return p
          + (repeats ? "; the points of each level are equal" : "; no level was measured twice")
          + ", so nothing tells whether they follow the law";
    }
    return p
        + (ScalingFits.isDoubtful(lackOfFit)
            ? "; they don't follow the law (lack of fit: p = "
            : "; nothing says that they don't follow the law (lack of fit: p = ")
        + Numbers.figure(lackOfFit)
        + ")";
  }
}
