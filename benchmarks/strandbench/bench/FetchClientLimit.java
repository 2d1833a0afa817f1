package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;

/** A machine can't hold every number of connections, nor of threads that wait for them. */
public final class FetchClientLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return FetchClient.valueOf(params.get("client"))
        .refusal(Integer.parseInt(params.get("inFlight")), new FetchLimit());
  }
}
