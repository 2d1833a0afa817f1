package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.model.client.FetchClient;

/** A machine can't hold every number of connections, nor of threads that wait for them. */
public final class FetchClientLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    FetchClient client = FetchClient.valueOf(params.get("client"));
    return new FetchLimit()
        .refusal(
            client.name(), client.holdsPlatformThreads(), Integer.parseInt(params.get("inFlight")));
  }
}
