package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.model.ConcurrencyModel;

/** A caller that waits for its fetch itself can't weigh it meanwhile. */
public final class WaitingFetchLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return params.get("model").equals(ConcurrencyModel.SINGLE_THREAD.name())
        ? Optional.of("SINGLE_THREAD waits for its fetch itself, and can't weigh it meanwhile")
        : new FetchLimit().refusal(params, cores);
  }
}
