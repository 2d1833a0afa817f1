package strandbench.cli;

public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    System.out.println("hello " + System.getProperty("java.version"));
  }
}
