package strandbench.process.shared;

/** An object in the manager. All calls are by the manager's one thread, so each is atomic. */
sealed interface ServedObject permits ServedMap, ServedList, ServedQueue, ServedLock {
  /**
   * Does what is asked, and answers, now or later.
   *
   * @throws java.net.ProtocolException if the call has not the form that the operation has; the
   *     client is not to be trusted then
   * @throws Exception what else the call throws to its caller; nothing was answered then
   */
  void perform(ManagerCall call) throws Exception;

  /** Forgets a call that waits. */
  default void withdraw(ManagerCall call) {}

  /** A client is gone: what it held is free. Its calls that waited are withdrawn already. */
  default void release(ManagerSession session) {}
}
