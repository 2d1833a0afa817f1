package strandbench.histogram;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The histograms of the iteration that runs in this JVM: a benchmark puts them here, and whoever
 * keeps the iteration's result takes them. Where nobody does, an iteration's take the place of the
 * last one's. Thread-safe.
 */
public final class KeptHistograms {
  private static final Map<String, Histogram> KEPT = new TreeMap<>();

  private KeptHistograms() {}

  /**
   * Keeps a copy.
   *
   * @param name of the metric that it becomes
   * @param micros durations in microseconds
   */
  public static void keep(String name, Histogram micros) {
    synchronized (KEPT) {
      KEPT.put(name, micros.copy());
    }
  }

  /** The histograms in microseconds by name, which are not kept here any longer. */
  public static Map<String, Histogram> takeAll() {
    synchronized (KEPT) {
      Map<String, Histogram> taken = new TreeMap<>(KEPT);
      KEPT.clear();
      return taken;
    }
  }
}
