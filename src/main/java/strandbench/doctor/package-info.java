/**
 * Says what about this machine will spoil a measurement, and what to do about it. What can't be
 * read is unknown, never guessed.
 */
package strandbench.doctor;
