package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.model.server.ServerModel;

/** A server can't hold every number of connections. */
public final class ServerLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return ServerModel.valueOf(params.get("server"))
        .refusal(Integer.parseInt(params.get("connections")));
  }
}
