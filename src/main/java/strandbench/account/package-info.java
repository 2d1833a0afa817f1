/**
 * What a fork and everything that it started have used: processor time, resident memory, context
 * switches and threads, of the process tree as a whole, with the origin server apart. Reads {@code
 * /proc} and asks the C library of Linux; elsewhere there is no account.
 *
 * <p>Imports nothing of the project.
 */
package strandbench.account;
