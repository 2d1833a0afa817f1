/**
 * What processes of one user say to each other, and where they meet: objects as bytes, frames, the
 * scratch directory that dies with its JVM, and memory that several processes map. It knows nothing
 * of pools or of what is shared; {@code strandbench.process} and {@code strandbench.process.shared}
 * build on it. Not for callers of those.
 */
package strandbench.process.wire;
