package strandbench.process.shared;

/** The creator that a test kills: starts a manager, uses it, and tells its pid. */
final class ManagerParent {
  private ManagerParent() {}

  public static void main(String[] arguments) throws Exception {
    try (Manager manager = Manager.start();
        SharedPipe<String> pipe = SharedPipe.open()) {
      ManagedQueue<String> queue = manager.queue();
      pipe.first().send("so that this process has a socket");
      System.out.println("manager pid " + manager.pid());
      queue.take();
    }
  }
}
