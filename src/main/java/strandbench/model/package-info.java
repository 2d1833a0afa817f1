/**
 * The concurrency models under comparison, behind the JDK's own {@link
 * java.util.concurrent.ExecutorService}. Imports {@code strandbench.process}, and nothing else of
 * the project.
 */
package strandbench.model;
