/**
 * The HTTP server that fetches talk to, and the handle on it.
 *
 * <p>It runs in a JVM of its own, so that its threads, garbage and compilations are not the
 * client's. {@link strandbench.origin.Origin} starts it, says what its pages must hold, asks it how
 * busy it was, and ends it.
 */
package strandbench.origin;
