package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.workload.ThreadKind;
import strandbench.workload.guard.Guard;

/** Where nobody blocks, more virtual threads than carriers don't contend. */
public final class GuardLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return Guard.valueOf(params.get("guard"))
        .refusal(
            ThreadKind.valueOf(params.get("thread")),
            Integer.parseInt(params.get("contenders")),
            cores);
  }
}
