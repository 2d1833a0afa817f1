package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import strandbench.catalog.CellLimit;
import strandbench.model.ConcurrencyModel;

/** A model can't hold every number of tasks at once. */
public final class ModelLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    ConcurrencyModel model = ConcurrencyModel.valueOf(params.get("model"));
    return Stream.of("parallelism", "inFlight")
        .filter(params::containsKey)
        .flatMap(cap -> model.refusal(Integer.parseInt(params.get(cap))).stream())
        .findFirst();
  }
}
