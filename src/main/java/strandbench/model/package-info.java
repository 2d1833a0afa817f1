/**
 * The concurrency models under comparison, behind the JDK's own {@link
 * java.util.concurrent.ExecutorService}; and beneath it what else is compared: queues, servers,
 * HTTP clients, guards between processes. Imports {@code strandbench.process} and {@code
 * strandbench.workload}, and nothing else of the project.
 */
package strandbench.model;
