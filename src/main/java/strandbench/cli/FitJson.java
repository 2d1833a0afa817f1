package strandbench.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import strandbench.report.ScalingFits;
import strandbench.stats.Amdahl;
import strandbench.stats.Estimate;
import strandbench.stats.Usl;

/** What {@code fit --json} prints. A bound or a value that is not finite is null. */
final class FitJson {
  private FitJson() {}

  /** One object per series of a result. */
  static ObjectNode ofSeries(String file, List<ScalingFits> fits) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file);
    fits.stream().map(FitJson::of).forEach(node.putArray("series")::add);
    return node;
  }

  static ObjectNode of(ScalingFits fits) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", fits.series().name());
    node.put("n", fits.series().level());
    node.put("points", fits.series().points().size());
    if (fits.cores().isPresent()) {
      node.put("cores", fits.cores().getAsInt());
    } else {
      node.putNull("cores");
    }
    node.set("usl", fits.usl().either(FitJson::usl, FitJson::notIdentifiable));
    node.set("amdahl", fits.amdahl().either(FitJson::amdahl, FitJson::notIdentifiable));
    return node;
  }

  private static ObjectNode usl(Usl usl) {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    estimates.put("sigma", usl.sigma());
    estimates.put("kappa", usl.kappa());
    estimates.put("gamma", usl.gamma());
    estimates.put("peakN", usl.peakN());
    estimates.put("peakThroughput", usl.peakThroughput());
    return law(estimates, usl.points(), usl.lackOfFit());
  }

  private static ObjectNode amdahl(Amdahl amdahl) {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    estimates.put("serialFraction", amdahl.serialFraction());
    estimates.put("gamma", amdahl.gamma());
    estimates.put("maxSpeedup", amdahl.maxSpeedup());
    return law(estimates, amdahl.points(), amdahl.lackOfFit());
  }

  private static ObjectNode law(Map<String, Estimate> estimates, int points, double lackOfFit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    estimates.forEach((name, estimate) -> node.put(name, finite(estimate.value())));
    ObjectNode intervals = node.putObject("intervals");
    intervals.put("confidence", Estimate.CONFIDENCE);
    estimates.forEach(
        (name, estimate) ->
            intervals
                .putObject(name)
                .put("low", finite(estimate.low()))
                .put("high", finite(estimate.high())));
    node.put("fittedPoints", points);
    node.put("lackOfFitP", finite(lackOfFit));
    return node;
  }

  private static ObjectNode notIdentifiable(String reason) {
    return JsonNodeFactory.instance.objectNode().put("notIdentifiable", reason);
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
