package strandbench.report;

/** What entries of a JMH result have in common that share an axis. */
record PlainKind(String className, String mode, String unit) {
  static PlainKind of(Cell cell) {
    String benchmark = cell.key().benchmark();
    int dot = benchmark.lastIndexOf('.');
    return new PlainKind(
        dot < 0 ? benchmark : benchmark.substring(0, dot), cell.key().mode(), cell.unit());
  }

  /** {@code Some: average time (us/op)}. */
  String title() {
    return className.substring(className.lastIndexOf('.') + 1) + ": " + quantity();
  }

  /** {@code average time (us/op)}. */
  String quantity() {
    return unit.isEmpty() ? what() : what() + " (" + unit + ")";
  }

  /** {@code average time}. */
  String what() {
    return switch (mode) {
      case "thrpt" -> "throughput";
      case "avgt" -> "average time";
      case "sample" -> "sampled time";
      case "ss" -> "single-shot time";
      default -> mode;
    };
  }

  String direction() {
    return isThroughput() ? "higher is better" : "lower is better";
  }

  boolean isThroughput() {
    return mode.equals("thrpt");
  }
}
