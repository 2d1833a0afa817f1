/**
 * The guarded work: a bank balance (each update adds, then takes off again, and counts), the guards
 * that keep contenders apart there, and the contenders themselves.
 */
package strandbench.workload.guard;
