package strandbench.gate;

/**
 * A pair to be measured.
 *
 * @param series what it belongs to
 * @param gauge what is read off its forks
 */
record Job(Series series, Arm base, Arm head, Gauge gauge) {}
