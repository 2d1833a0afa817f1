package strandbench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import strandbench.result.Json;

/** Charts as JSON for the page's script, which draws them with ECharts. */
final class ChartJson {
  private ChartJson() {}

  /** All charts as one array, safe inside an HTML script element whatever the names hold. */
  static String of(List<Chart> charts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    charts.forEach(chart -> array.add(chart(chart)));
    return embedded(array);
  }

  /** Models as one array, each as a parameter has it, as a series is called, and as it looks. */
  static String ofModels(List<String> models) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (String model : models) {
      ObjectNode node = array.addObject();
      node.put("param", model);
      node.put("name", Names.words(model));
      Style.ofKnownModel(model).ifPresent(style -> style(node, style));
    }
    return embedded(array);
  }

  private static void style(ObjectNode node, Style style) {
    node.put("color", style.color());
    node.put("dark", style.dark());
    node.put("path", style.marker().path());
  }

  private static String embedded(ArrayNode array) {
    try {
      return Json.MAPPER
          .writer()
          .without(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(array)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode chart(Chart chart) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", chart.id());
    node.put("rows", chart.rows());
    node.set("x", axis(chart.x()));
    node.set("y", axis(chart.y()));
    ArrayNode series = node.putArray("series");
    for (Series line : chart.series()) {
      ObjectNode one = series.addObject();
      one.put("name", line.name());
      style(one, line.style());
      one.put("hollow", line.hollow());
      one.put("raw", line.style().marker().isRaw());
      one.put("size", line.style().marker().pixels());
      ArrayNode band = one.putArray("band");
      line.band(chart.x(), chart.y()).forEach(at -> band.addArray().add(at.getX()).add(at.getY()));
      ArrayNode through = one.putArray("line");
      for (int i = 0; i < line.lineXs().size(); i++) {
        ArrayNode corner = through.addArray().add(chart.x().position(line.lineXs().get(i)));
        if (Double.isNaN(line.lineYs().get(i))) {
          corner.addNull();
        } else {
          corner.add(chart.y().position(line.lineYs().get(i)));
        }
      }
      ArrayNode points = one.putArray("points");
      for (Point point : line.points()) {
        points.add(point(chart, point));
      }
    }
    ArrayNode heat = node.putArray("heat");
    chart.heat().forEach(cell -> heat.add(heat(cell)));
    ArrayNode references = node.putArray("references");
    for (ReferenceLine reference : chart.references()) {
      ObjectNode one = references.addObject();
      one.put("name", reference.name());
      one.put("dotted", reference.dotted());
      ArrayNode corners = one.putArray("corners");
      for (int i = 0; i < reference.xs().size(); i++) {
        corners
            .addArray()
            .add(chart.x().position(chart.x().clamped(reference.xs().get(i))))
            .add(chart.y().position(chart.y().clamped(reference.ys().get(i))));
      }
    }
    return node;
  }

  /** All coordinates are positions along the axis (logs on a log axis), as both drawers want. */
  private static ObjectNode point(Chart chart, Point point) {
    Axis along = chart.rows() ? chart.x() : chart.y();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("x", chart.x().position(chart.rows() ? point.x() : point.drawnAt()));
    node.put("y", chart.y().position(chart.rows() ? point.drawnAt() : point.y()));
    if (point.hasInterval()) {
      node.put("low", along.position(along.clamped(point.low())));
      node.put("high", along.position(along.clamped(point.high())));
    }
    node.put("hollow", point.hollow());
    ArrayNode details = node.putArray("details");
    point.details().forEach(details::add);
    return node;
  }

  private static ObjectNode heat(HeatCell cell) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("x", cell.x());
    node.put("y", cell.y());
    node.put("text", cell.text());
    node.put("hollow", cell.hollow());
    if (!cell.isEmpty()) {
      node.put("color", HeatScale.color(cell.share()));
      node.put("textColor", HeatScale.textColor(cell.share()));
    }
    ArrayNode details = node.putArray("details");
    cell.details().forEach(details::add);
    return node;
  }

  private static ObjectNode axis(Axis axis) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", axis.name());
    node.put("min", axis.position(axis.min()));
    node.put("max", axis.position(axis.max()));
    ArrayNode ticks = node.putArray("ticks");
    axis.ticks()
        .forEach(
            tick ->
                ticks
                    .addObject()
                    .put("at", axis.position(tick.value()))
                    .put("label", tick.label()));
    return node;
  }
}
