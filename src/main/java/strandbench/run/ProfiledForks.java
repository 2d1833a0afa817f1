package strandbench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;
import strandbench.result.Profile;
import strandbench.result.RunDirectory;

/**
 * The forks that a profiler looks into: of each cell that was asked for, one for each thing that
 * the profiler looks at, after all that are measured, so that no profiler is in any figure. Not
 * thread-safe.
 */
final class ProfiledForks {
  private static final String RECORDING = "recording.jfr";
  private static final int LONGEST_NAME = 200;

  private final CellPlan plan;
  private final RunDirectory directory;
  private final PrintStream out;

  /** In the order in which they were asked for. */
  private final List<Profile> profiles;

  /**
   * Works out what is to be taken.
   *
   * @param before what {@code run.json} says of a run that is carried on: what was taken stays, and
   *     what was still to come is
   * @param request what is asked for now; what had failed is tried again
   * @param directory where the files go
   * @param out progress, for a person
   */
  ProfiledForks(
      CellPlan plan,
      List<Profile> before,
      Optional<ProfileRequest> request,
      RunDirectory directory,
      PrintStream out) {
    this.plan = plan;
    this.directory = directory;
    this.out = out;
    this.profiles = new ArrayList<>(before);
    request.ifPresent(this::ask);
  }

  private void ask(ProfileRequest request) {
    String profiler = request.profiler().label();
    for (Cell cell : request.of(plan)) {
      profiles.removeIf(old -> old.isOf(cell.key(), profiler) && old.files().isEmpty());
      if (profiles.stream().noneMatch(old -> old.isOf(cell.key(), profiler))) {
        profiles.add(Profile.toCome(cell.key(), profiler));
      }
    }
  }

  /** All, taken or not. */
  List<Profile> all() {
    return List.copyOf(profiles);
  }

  /** How many are still to be taken. */
  long toCome() {
    return profiles.stream().filter(Profile::isToCome).count();
  }

  /**
   * Takes those that are to come.
   *
   * @param runner runs the forks
   * @param state cells that failed are not profiled
   * @param times what forks take
   * @param hasTimeFor whether so many seconds more may be used: not where the run was stopped
   * @param save called after each
   */
  void take(
      ForkRunner runner,
      RunState state,
      ForkTimes times,
      DoublePredicate hasTimeFor,
      Runnable save) {
    int number = 0;
    long count = toCome();
    for (int i = 0; i < profiles.size(); i++) {
      Profile profile = profiles.get(i);
      if (!profile.isToCome()) {
        continue;
      }
      Cell cell = cell(profile.key());
      ProfilerKind profiler = ProfilerKind.labelled(profile.profiler());
      if (!hasTimeFor.test(seconds(cell, profiler, times))) {
        return;
      }
      Profile taken =
          state.failure(cell.key()).isPresent()
              ? Profile.failed(cell.key(), profiler.label(), "not taken: the cell failed")
              : take(runner, cell, profiler);
      if (taken.failure() != null && !hasTimeFor.test(0)) {
        // A fork that was stopped has not failed: it is still to come.
        return;
      }
      profiles.set(i, taken);
      save.run();
      out.printf(
          Locale.ROOT,
          "profile %d/%d: %s: %s%n",
          ++number,
          count,
          cell.key(),
          taken.failure() == null ? words(taken.files()) : taken.failure());
    }
  }

  /** {@code profiles/002-some-cell: alloc.html, cpu.html, lock.html}. */
  private static String words(List<String> files) {
    return files.getFirst().substring(0, files.getFirst().lastIndexOf('/'))
        + files.stream()
            .map(file -> file.substring(file.lastIndexOf('/') + 1))
            .collect(Collectors.joining(", ", ": ", ""));
  }

  private static double seconds(Cell cell, ProfilerKind profiler, ForkTimes times) {
    Plan.Iterations own = cell.entry().measurement();
    return profiler.looks().size()
        * (times.expectedSeconds(cell.key())
            - own.seconds()
            + ProfilerKind.iterations(own).seconds());
  }

  private Profile take(ForkRunner runner, Cell cell, ProfilerKind profiler) {
    Path place = directory.profilesDirectory().resolve(name(cell));
    try {
      Files.createDirectories(place);
      for (String look : profiler.looks()) {
        runner.profile(cell, profiler, look, place);
      }
      if (profiler == ProfilerKind.JFR) {
        liftRecording(place);
      }
      return Profile.taken(cell.key(), profiler.label(), files(place, profiler));
    } catch (ForkFailedException e) {
      return Profile.failed(cell.key(), profiler.label(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JMH puts it into a directory of its own, whose name holds all parameters once more. */
  private static void liftRecording(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (path.getFileName().toString().equals("profile.jfr")) {
          Files.move(path, place.resolve(RECORDING), StandardCopyOption.REPLACE_EXISTING);
        } else if (Files.isDirectory(path) && !path.equals(place)) {
          Files.delete(path);
        }
      }
    }
  }

  /** What this profiler left, as {@code run.json} has it. */
  private List<String> files(Path place, ProfilerKind profiler) throws IOException {
    String ending = profiler == ProfilerKind.JFR ? ".jfr" : ".html";
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(Path::getFileName)
          .map(Path::toString)
          .filter(name -> name.endsWith(ending))
          .sorted()
          .map(
              name ->
                  directory.profilesDirectory().getFileName()
                      + "/"
                      + place.getFileName()
                      + "/"
                      + name)
          .toList();
    }
  }

  /** Its place in the plan, which tells it from all others, and what a reader knows it by. */
  private String name(Cell cell) {
    String words = cell.key().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String name = String.format(Locale.ROOT, "%03d-%s", plan.cells().indexOf(cell) + 1, words);
    return name.substring(0, Math.min(LONGEST_NAME, name.length())).replaceAll("-$", "");
  }

  private Cell cell(BenchmarkKey key) {
    return plan.cells().stream()
        .filter(cell -> cell.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no cell of the plan: " + key));
  }
}
