/** Threads and processes that are kept waiting: how many there can be, and what they weigh. */
package strandbench.parked;
