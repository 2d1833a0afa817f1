/**
 * What runs inside the JVM that drives the forks of a jar that isn't ours. Its class file is put on
 * the class path beside that jar, and meets that jar's own JMH there: nothing else of the project
 * is at hand.
 */
package strandbench.run.arm;
