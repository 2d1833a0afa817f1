package strandbench.report;

import java.util.List;
import java.util.function.Supplier;

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

  /**
   * A result of more cells is searched rather than read, and drawing takes most of the time: then
   * there is one of each kind.
   */
  private static final int MANY_CELLS = 1_000;

  static Behind of(Source source) {
    List<List<Supplier<Figure>>> kinds =
        List.of(PercentileFigures.of(source), CostFigures.of(source), SpreadFigures.of(source));
    int each = source.cells().size() > MANY_CELLS ? 1 : MOST;
    List<Figure> drawn =
        kinds.stream()
            .flatMap(kind -> kind.stream().limit(each))
            .limit(MOST)
            .map(Supplier::get)
            .toList();
    return new Behind(drawn, kinds.stream().mapToInt(List::size).sum() - drawn.size());
  }

  boolean hasFigures() {
    return !figures.isEmpty();
  }

  /** {@code 3 charts}, or null where none is left out. */
  String leftOut() {
    return left == 0 ? null : Numbers.count(left, "chart");
  }
}
