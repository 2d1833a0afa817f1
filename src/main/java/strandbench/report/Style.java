package strandbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a series looks: one fixed colour and marker per model, on every chart.
 *
 * <p>The colours are those of Okabe and Ito ("Color Universal Design", 2008), which readers with
 * the common kinds of colour blindness can tell apart; their yellow is left out, because it can't
 * be seen on paper.
 *
 * @param color {@code #rrggbb}, on white
 * @param dark {@code #rrggbb}, on a dark page
 * @param marker the shape of its points
 */
record Style(String color, String dark, Marker marker) {

  private static final List<Style> CYCLE =
      List.of(
          new Style("#0072b2", "#3d9bd9", Marker.CIRCLE),
          new Style("#d55e00", "#ee7a1f", Marker.SQUARE),
          new Style("#009e73", "#1fbf92", Marker.DIAMOND),
          new Style("#cc79a7", "#d991b9", Marker.TRIANGLE),
          new Style("#e69f00", "#f0b323", Marker.TRIANGLE_DOWN),
          new Style("#000000", "#e8e8e8", Marker.CROSS),
          new Style("#56b4e9", "#7cc6f0", Marker.PENTAGON),
          new Style("#707070", "#a0a0a0", Marker.BAR));

  /** So many styles, the first ones, are those of our own models. */
  private static final int OF_MODELS = 6;

  /** Of the models that the page knows by name; the last three are drawn beside ours only. */
  private static final Map<String, Style> MODELS =
      Map.of(
          "VIRTUAL_THREADS", CYCLE.get(0),
          "PLATFORM_POOL", CYCLE.get(1),
          "FORK_JOIN_POOL", CYCLE.get(2),
          "PROCESS_POOL", CYCLE.get(3),
          "PLATFORM_THREADS", CYCLE.get(4),
          "SINGLE_THREAD", CYCLE.get(5),
          "CPYTHON_THREADS", CYCLE.get(6),
          "CPYTHON_PROCESS_POOL", CYCLE.get(7),
          "CPYTHON_ASYNCIO", new Style("#8c5a2b", "#c4915c", Marker.HOURGLASS));

  /** More series than these can't be told apart. */
  static final int DISTINCT = CYCLE.size();

  /** A model's own style, if this page knows it. */
  static Optional<Style> ofKnownModel(String model) {
    return Optional.ofNullable(MODELS.get(model));
  }

  /** A model's own style; models unknown to this page take those that are left, in order. */
  static Style ofModel(String model, int unknownBefore) {
    return MODELS.getOrDefault(model, CYCLE.get(OF_MODELS + unknownBefore % 2));
  }

  /**
   * Styles of values that may be models or not: a model keeps its own, so that it looks the same on
   * every chart, and the others take what is left.
   *
   * @param values no more than {@link #DISTINCT}, as constants or in words
   */
  static Map<String, Style> ofValues(List<String> values) {
    Map<String, Style> styles = new LinkedHashMap<>();
    for (String value : values) {
      Style own = MODELS.get(value.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_"));
      if (own != null) {
        styles.put(value, own);
      }
    }
    // Those that no model has come first, if there are models.
    int first = styles.isEmpty() ? 0 : OF_MODELS;
    List<Style> left = new ArrayList<>(CYCLE.subList(first, DISTINCT));
    left.addAll(CYCLE.subList(0, first));
    left.removeAll(styles.values());
    for (String value : values) {
      if (!styles.containsKey(value)) {
        styles.put(value, left.removeFirst());
      }
    }
    return styles;
  }

  /** The style of the n-th of some series that are no models. */
  static Style of(int index) {
    return CYCLE.get(index % DISTINCT);
  }
}
