package strandbench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import strandbench.histogram.KeptHistograms;

/**
 * JMH profiler that makes a secondary metric of each histogram that a benchmark {@linkplain
 * KeptHistograms#keep keeps}.
 */
public final class HistogramKeeper implements InternalProfiler {

  @Override
  public String getDescription() {
    return "histograms that benchmarks fill";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    // What an iteration leaves is taken when it ends.
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<HistogramResult> results = new ArrayList<>();
    KeptHistograms.takeAll()
        .forEach((name, micros) -> results.add(new HistogramResult(name, micros)));
    return results;
  }
}
