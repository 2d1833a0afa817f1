package strandbench.account;

/**
 * What a process tree has used in some time.
 *
 * @param ofTheWorkAlone whether the work told when it began and ended; if not, set-up and tear-down
 *     are in it
 * @param seconds how long
 * @param own used by this process and its descendants
 * @param apart used by those told apart
 * @param ownHeld what the own ones held
 * @param apartHeld what those told apart held
 * @param compilerCores processor time of the optimizing compiler in the own processes, per time
 * @param gcPauseShare share of the time in which collections had stopped this JVM
 */
public record Statement(
    boolean ofTheWorkAlone,
    double seconds,
    Usage own,
    Usage apart,
    Held ownHeld,
    Held apartHeld,
    double compilerCores,
    double gcPauseShare) {}
