package strandbench.report;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What lies behind the answers, whatever was measured: rare slow operations, costs beside time, and
 * every single value.
 *
 * @param figures no more than a reader would look at
 * @param left how many further ones are not drawn
 */
record Behind(List<Figure> figures, int left) {
  static final Behind NOTHING = new Behind(List.of(), 0);

  private static final int MOST = 24;
  private static final int FEW = 4;

  /** A result of more cells is searched rather than read, and drawing takes most of the time. */
  private static final int MANY_CELLS = 1_000;

  static Behind of(Source source) {
    List<Supplier<Figure>> all =
        Stream.of(PercentileFigures.of(source), CostFigures.of(source), SpreadFigures.of(source))
            .flatMap(List::stream)
            .toList();
    int drawn = Math.min(all.size(), source.cells().size() > MANY_CELLS ? FEW : MOST);
    return new Behind(all.stream().limit(drawn).map(Supplier::get).toList(), all.size() - drawn);
  }

  boolean hasFigures() {
    return !figures.isEmpty();
  }

  /** {@code 3 charts}, or null where none is left out. */
  String leftOut() {
    return left == 0 ? null : Numbers.count(left, "chart");
  }
}
