package strandbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.result.Finding;
import strandbench.result.Finding.State;
import strandbench.result.UnusableInputException;

/** Each check against a machine of which all that it tells is known. */
class DoctorTest {
  @TempDir Path root;

  private final Map<String, String> jvm =
      Map.of(
          "java.vm.name",
          "OpenJDK 64-Bit Server VM",
          "java.vm.version",
          "25.0.4+7-LTS",
          "java.version",
          "25.0.4",
          "java.vm.info",
          "mixed mode, sharing");

  /** A machine in order. */
  @BeforeEach
  void machine() {
    write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-3\n");
    write("sys/devices/system/cpu/online", "0-3\n");
    write("proc/self/cgroup", "0::/user/job\n");
    write("sys/devices/system/cpu/smt/active", "0\n");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    write("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
    write("sys/devices/system/node/online", "0\n");
    write("proc/cpuinfo", "flags\t\t: fpu sse2\n");
    write(
        "proc/meminfo",
        "MemTotal:       16000000 kB\nMemAvailable:   12000000 kB\nSwapTotal:  100 kB\nSwapFree:  100"
            + " kB\n");
    write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    write(
        "proc/self/limits",
        "Max processes             96365                96365                processes \n"
            + "Max open files            unlimited            unlimited            files\n");
    write("proc/sys/kernel/threads-max", "190000\n");
    write("proc/sys/kernel/pid_max", "4194304\n");
    write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
  }

  @Test
  void nothingIsFoundOnAMachineInOrder() {
    assertThat(findings(4))
        .allSatisfy(finding -> assertThat(finding.state()).as("%s", finding).isEqualTo(State.FINE));
  }

  @Test
  void whatCantBeReadIsUnknownAndNeverGuessed() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    }

    assertThat(findings(4))
        .filteredOn(f -> !List.of("jdk", "jdk-faults", "jvm-options").contains(f.check()))
        .isNotEmpty()
        .allSatisfy(
            finding -> assertThat(finding.state()).as("%s", finding).isEqualTo(State.UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proc/self/status                                                | Cpus_allowed_list: 0-1    | cores          | 0-1 of 0-3
          sys/fs/cgroup/user/job/cpu.max                                  | 150000 100000             | cpu-quota      | 1.50
          sys/fs/cgroup/user/cpu.max                                      | 100000 100000             | cpu-quota      | 1.00
          sys/devices/system/cpu/smt/active                               | 1                         | smt            | share a core
          sys/devices/system/cpu/cpu0/cpufreq/scaling_governor            | powersave                 | governor       | powersave
          sys/devices/system/cpu/intel_pstate/no_turbo                    | 0                         | turbo          | on
          sys/devices/system/node/online                                  | 0-1                       | numa           | 0-1
          proc/cpuinfo                                                    | flags : fpu hypervisor sse | virtualization | virtual machine
          proc/meminfo                                                    | MemAvailable: 1000000 kB  | memory         | 1.0 GiB
          sys/fs/cgroup/memory.max                                        | 1073741824                | memory-limit   | 1.0 GiB
          sys/kernel/mm/transparent_hugepage/enabled                      | [always] madvise never    | huge-pages     | always
          sys/fs/cgroup/user/job/pids.max                                 | 500                       | threads        | at most 500
          proc/sys/kernel/threads-max                                     | 900                       | threads        | at most 900
          proc/sys/net/ipv4/ip_local_port_range                           | 60000 60999               | ports          | 1000
          sys/devices/system/clocksource/clocksource0/current_clocksource | hpet                      | clock-source   | hpet
          """)
  void eachDoubtIsRaised(String file, String content, String check, String observed) {
    write(file, content + "\n");

    assertDoubt(findings(4), check, observed);
  }

  @Test
  void swapInUseAndFewOpenFilesAreDoubts() {
    write("proc/meminfo", "SwapTotal: 204800 kB\nSwapFree: 102400 kB\n");
    write("proc/self/limits", "Max open files            1024          4096        files\n");

    assertDoubt(findings(4), "swap", "100 MiB in use");
    assertDoubt(findings(4), "open-files", "1024 a process");
  }

  @Test
  void quotasOfTheFirstVersionOfControlGroups() {
    write("proc/self/cgroup", "4:cpu,cpuacct:/job\n3:memory:/\n2:pids:/\n");
    assertThat(findings(4)).extracting(Finding::state).doesNotContain(State.DOUBT);
    write("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n");
    write("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

    assertDoubt(findings(4), "cpu-quota", "0.50");
    assertThat(findings(4))
        .filteredOn(finding -> finding.check().equals("memory-limit"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.observed()).isEqualTo("none"));
  }

  @Test
  void oneProcessorIsADoubt() {
    assertDoubt(findings(1), "cores", "the JVM takes 1");
  }

  @ParameterizedTest
  @CsvSource({
    "java.vm.version, 25-internal-fastdebug, a JVM that checks itself",
    "java.vm.version, 26-ea+5, early-access",
    "java.vm.info, interpreted mode, only interprets",
    "java.vm.name, Eclipse OpenJ9 VM, HotSpot"
  })
  void aJvmThatIsNoReleaseOfHotSpotIsADoubt(String property, String value, String spoils) {
    assertThat(jvm(property, value).findings().getFirst())
        .satisfies(finding -> assertThat(finding.isDoubt()).isTrue())
        .satisfies(finding -> assertThat(finding.spoils()).contains(spoils));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8.0.392  |
          17.0.4   | JDK-8180450 JDK-8281181 JDK-8349988
          17.0.5   | JDK-8180450 JDK-8349988
          18.0.2.1 | JDK-8180450
          21       | JDK-8180450 JDK-8349988 JDK-8338383 JDK-8321270
          21.0.4   | JDK-8180450 JDK-8349988 JDK-8338383
          23.0.2   | JDK-8349988 JDK-8338383
          24.0.2   |
          25       | JDK-8369227 JDK-8373120
          25.0.3   | JDK-8373120
          25.0.4   |
          26       | JDK-8369227 JDK-8373120
          27       |
          """)
  void theFaultsOfARelease(String release, String bugs) {
    assertThat(KnownFault.of(Runtime.Version.parse(release)))
        .extracting(KnownFault::bug)
        .containsExactlyElementsOf(bugs == null ? List.of() : List.of(bugs.split(" ")));
  }

  @Test
  void aKnownFaultSaysWhatItSpoilsAndWhereItsFixIsTold() {
    assertDoubt(jvm("java.version", "25.0.3").findings(), "jdk-faults", "25.0.3 has JDK-8373120 (");
    assertThat(jvm("java.version", "25.0.3").findings())
        .filteredOn(Finding::isDoubt)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.spoils()).contains("hang");
              assertThat(finding.remedy()).contains("/browse/JDK-8373120");
            });
    assertThat(jvm("java.version", "25.0.4").findings())
        .extracting(Finding::observed)
        .contains("no known fault of 25.0.4 in the list of " + KnownFault.ALL.size());
  }

  @ParameterizedTest
  @CsvSource({
    "java.version, 1.8.0_392, 1.8.0_392 is no version",
    "java.vm.name, Eclipse OpenJ9 VM, of HotSpot"
  })
  void whetherOtherJvmsHaveAFaultIsUnknown(String property, String value, String observed) {
    assertThat(jvm(property, value).findings())
        .filteredOn(finding -> finding.check().equals("jdk-faults"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.state()).isEqualTo(State.UNKNOWN);
              assertThat(finding.observed()).contains(observed);
            });
  }

  @Test
  void eachKnownFaultIsWholeAndListedOnce() {
    assertThat(KnownFault.ALL)
        .allSatisfy(
            fault -> {
              assertThat(fault.bug()).matches("JDK-\\d{7}");
              assertThat(fault.summary()).isNotBlank().doesNotEndWith(".");
              assertThat(fault.spoils()).isNotBlank().doesNotEndWith(".");
              assertThat(fault.releases())
                  .isNotEmpty()
                  .allMatch(some -> some.contain(some.from()) && !some.contain(some.before()));
            })
        .extracting(KnownFault::bug)
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherJdkIsAskedForItsVersion() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    assertThat(JdkProperties.of(java))
        .containsEntry("java.version", System.getProperty("java.version"))
        .containsEntry("java.vm.name", System.getProperty("java.vm.name"));
  }

  @Test
  void whatIsNoJdkIsNamedInOneLine() {
    write("java", "#!/bin/sh\necho hello\n");
    Path java = root.resolve("java");

    assertThatThrownBy(() -> JdkProperties.of(java))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageStartingWith("--java " + java + ": can't be started: ")
        .hasMessageNotContaining("\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> JdkProperties.of(java))
        .isInstanceOf(UnusableInputException.class)
        .hasMessage("--java " + java + ": doesn't say its version");
  }

  @Test
  void optionsFromTheEnvironmentAreADoubt() {
    assertDoubt(
        new Jvm(jvm, Map.of("JAVA_TOOL_OPTIONS", "-Xint")).findings(),
        "jvm-options",
        "JAVA_TOOL_OPTIONS=-Xint");
  }

  @Test
  void figuresBeyondTheirLimitsAreDoubtsThoseWithinAreNot() {
    assertThat(
            List.of(
                Clock.timer(99, 999),
                Neighbours.load(0.09, "", 5),
                Neighbours.steal(0.009),
                SelfTests.scaling(0.91, 2),
                SelfTests.burst(0.04),
                SelfTests.burst(-0.5),
                SelfTests.thermal(0.04)))
        .noneMatch(Finding::isDoubt);
    assertThat(
            List.of(
                Clock.timer(101, 20),
                Clock.timer(20, 1001),
                Neighbours.load(0.11, "cc1 (7) 11%", -1),
                Neighbours.steal(0.011),
                SelfTests.scaling(0.89, 2),
                SelfTests.burst(0.06),
                SelfTests.thermal(0.06)))
        .allMatch(Finding::isDoubt);
    assertThat(Neighbours.steal(Double.NaN).state()).isEqualTo(State.UNKNOWN);
    assertThat(Neighbours.load(0.11, "cc1 (7) 11%", -1).observed())
        .isEqualTo(
            "other processes keep 0.11 cores busy: cc1 (7) 11%; load average of a minute unknown");
  }

  @Test
  void aSecondThreadOnTheSameProcessorsIsSeenAsLackOfScaling() {
    // Four times as many threads as processors: each gets a quarter of one.
    int threads = 4 * Runtime.getRuntime().availableProcessors();
    assertThat(new SelfTests(threads, Duration.ofMillis(100), 2).findings())
        .extracting(Finding::check)
        .containsExactly("thread-scaling", "burst", "thermal");
    assertDoubt(
        new SelfTests(threads, Duration.ofMillis(100), 2).findings(),
        "thread-scaling",
        threads + " threads together");
  }

  @Test
  void everyFindingOfThisMachineSaysWhatItSpoilsAndWhatToDo() {
    assertThat(Doctor.glance())
        .hasSizeGreaterThan(15)
        .isSortedAccordingTo(java.util.Comparator.comparing(Finding::state))
        .allSatisfy(
            finding -> {
              assertThat(finding.observed()).isNotBlank();
              assertThat(finding.spoils().isBlank()).isEqualTo(!finding.isDoubt());
              assertThat(finding.remedy().isBlank()).isEqualTo(!finding.isDoubt());
            })
        .extracting(Finding::check)
        .doesNotHaveDuplicates();
  }

  private Jvm jvm(String property, String value) {
    Map<String, String> other = new HashMap<>(jvm);
    other.put(property, value);
    return new Jvm(other, Map.of());
  }

  private List<Finding> findings(int available) {
    SystemFiles files = new SystemFiles(root);
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new Processors(files, available).findings());
    findings.addAll(new Memory(files).findings());
    findings.addAll(new Limits(files).findings());
    findings.add(new Clock(files).source());
    findings.addAll(new Jvm(jvm, Map.of()).findings());
    return findings;
  }

  private static void assertDoubt(List<Finding> findings, String check, String observed) {
    assertThat(findings)
        .filteredOn(finding -> finding.check().equals(check))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.isDoubt()).isTrue();
              assertThat(finding.observed()).contains(observed);
            });
  }

  private void write(String file, String content) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
