package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.workload.division.DivisionKind;

/** Virtual threads run on all carriers of their JVM, whatever parallelism is wanted. */
public final class DivisionLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return DivisionKind.valueOf(params.get("how"))
        .refusal(Integer.parseInt(params.get("parallelism")), cores);
  }
}
