/**
 * What a run leaves behind, read and written: JMH's JSON, and what stands beside it in a run
 * directory ({@code run.json}, {@code journal.jsonl}).
 *
 * <p>All types here are immutable values unless they say otherwise. Unusable files are told by
 * {@link strandbench.result.UnusableInputException}, whose message is one line that names the file.
 */
package strandbench.result;
