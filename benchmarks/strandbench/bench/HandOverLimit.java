package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.model.ConcurrencyModel;

/** Not every model's callers and workers can wait in each way. */
public final class HandOverLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return refusal(
            ConcurrencyModel.valueOf(params.get("model")), Waiting.valueOf(params.get("waiting")))
        .or(() -> new ModelLimit().refusal(params, cores));
  }

  static Optional<String> refusal(ConcurrencyModel model, Waiting waiting) {
    return switch (waiting) {
      case PARK ->
          isOfProcesses(model)
              ? Optional.of(model + " and PARK: its callers and workers always look first")
              : Optional.empty();
      case SPIN_FIRST ->
          isOfProcesses(model) || model == ConcurrencyModel.PLATFORM_POOL
              ? Optional.empty()
              : Optional.of(model + " and SPIN_FIRST: it keeps no workers that could look");
    };
  }

  private static boolean isOfProcesses(ConcurrencyModel model) {
    return model == ConcurrencyModel.PROCESS_POOL
        || model == ConcurrencyModel.PROCESS_POOL_OF_VIRTUAL_THREADS;
  }
}
