package strandbench.report;

/**
 * A number in which the cells of a chart differ.
 *
 * @param name as {@link Labels#facts} has it: a parameter, or JMH's threads
 * @param axis the same as an axis has it
 * @param isConcurrency whether it says how many run at once
 */
record Level(String name, String axis, boolean isConcurrency) {

  /** A parameter of any project, or JMH's threads. */
  static Level of(String name) {
    return new Level(
        name,
        name,
        ScalingSeries.LEVELS.contains(name)
            || name.equals(Labels.THREADS)
            || name.equals(Labels.JMH_THREADS));
  }
}
