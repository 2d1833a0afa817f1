/**
 * What several processes share: synchronizers, memory and queues that are used from the process
 * that creates them and from tasks in the workers of a pool, found by a handle that serializes.
 * {@link strandbench.process.shared.SharedObject} tells what they have in common.
 *
 * <p>Inside, from the bottom up: {@code Block} is an object's memory with its words, {@code Lot} is
 * where one waits for a word to change ({@code HostLot} in the process that made the object, {@code
 * RemoteLot} in the others), {@code Mutex} is a lock at a word.
 */
package strandbench.process.shared;
