package strandbench.workload.guard;

/**
 * Keeps the fields of a subclass 128 bytes away from whatever lies before the object, so that two
 * contenders never write to the same cache line, wherever the collector moves them.
 */
abstract class Padding {
  long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}
