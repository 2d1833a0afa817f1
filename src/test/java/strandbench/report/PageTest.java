package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;

/** The page in a real browser. */
class PageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Result STANDARD = Fixtures.standard(5);

  @TempDir static Path temp;
  private static ChromeDriver browser;

  // Selenium warns of every Chromium that is newer than itself.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  @BeforeAll
  static void open() {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "the page is tested only where Debian's chromium and chromium-driver are installed");
    Report.write(List.of(STANDARD), temp.resolve("standard"));
    Report.write(List.of(Fixtures.standard(1)), temp.resolve("smoke"));
    Report.write(
        List.of(ReportTest.foreign("</script><script>document.title='broken'</script>")),
        temp.resolve("foreign"));
    Report.write(List.of(QuestionFixtures.all(5)), temp.resolve("questions"));
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + temp.resolve("profile"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static void show(String report, int width) {
    // Not the window's size: a window can't be as narrow as a telephone.
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    browser.get(temp.resolve(report).resolve("index.html").toUri().toString());
    new WebDriverWait(browser, Duration.ofSeconds(10))
        .until(
            page -> browser.executeScript("return document.documentElement.dataset.drawn") != null);
  }

  @Test
  void opensWithoutErrorsAndFitsEveryWidth() {
    for (String report : List.of("standard", "smoke", "foreign", "questions")) {
      for (int width : new int[] {400, 1600}) {
        show(report, width);

        String where = report + " at " + width;
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).as(where).isEmpty();
        assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
            .as(where)
            .isEqualTo(browser.executeScript("return document.documentElement.clientWidth"));
        List<WebElement> charts = browser.findElements(By.cssSelector(".chart"));
        assertThat(charts).as(where).isNotEmpty();
        for (WebElement chart : charts) {
          assertThat(chart.findElements(By.cssSelector("svg path"))).as(where).isNotEmpty();
          assertThat(chart.getDomAttribute("role")).isEqualTo("img");
          assertThat(chart.getDomAttribute("aria-label")).isNotBlank();
        }
      }
    }
  }

  @Test
  void theFiguresAreThoseOfTheResult() {
    show("standard", 1600);
    int checked = 0;
    for (WebElement row : browser.findElements(By.cssSelector("#fetches tbody tr"))) {
      List<WebElement> cells = row.findElements(By.tagName("td"));
      String value = cells.get(2).getDomAttribute("data-value");
      if (value == null) {
        assertThat(cells.get(2).getText()).isEqualTo("–");
        assertThat(cells.getLast().getText()).isNotEqualTo("measured");
        continue;
      }
      double expected =
          mean(
              cell(cells.get(0).getText(), cells.get(1).getText())
                  .secondary("fetches")
                  .orElseThrow());
      assertThat(Double.parseDouble(value)).isCloseTo(expected, within(1e-9 * expected));
      assertThat(Double.parseDouble(cells.get(2).getText().replace(",", "")))
          .isCloseTo(expected, within(1e-3 * expected));
      checked++;
    }
    assertThat(checked).isEqualTo(21);
  }

  private static CellResult cell(String model, String inFlight) {
    return STANDARD.cells().stream()
        .filter(cell -> cell.key().benchmark().equals(FetchFigures.BENCHMARK))
        .filter(cell -> Names.words(cell.key().param("model")).equals(model))
        .filter(cell -> cell.key().param("inFlight").equals(inFlight))
        .findFirst()
        .orElseThrow();
  }

  private static double mean(Metric metric) {
    return Arrays.stream(metric.forkMeans()).average().orElseThrow();
  }

  @Test
  void aHeatMapShowsEveryCellWithItsFigure() {
    show("questions", 1600);
    List<String> texts =
        browser.findElements(By.cssSelector("#efficiency .chart svg text")).stream()
            .map(WebElement::getText)
            .toList();
    List<HeatCell> heat =
        Chapter.of(QuestionFixtures.all(5), 0).figures().getFirst().chart().heat();

    assertThat(texts).containsAll(heat.stream().map(HeatCell::text).toList());
    assertThat(texts.stream().filter(text -> text.endsWith("%") || text.equals("–")))
        .hasSameSizeAs(heat);
    assertThat(texts).contains("fork/join pool at parallelism 2");
  }

  @Test
  void theFirstScreenAnswersAndLinks() {
    show("standard", 1600);

    assertThat(browser.findElements(By.cssSelector(".answer a")))
        .extracting(link -> link.getDomAttribute("href"))
        .containsExactly("#speedup", "#fetches");
    assertThat(browser.findElement(By.cssSelector(".first")).getText())
        .contains(
            "No single answer at parallelism 2", "Virtual threads are fastest", "Test CPU 3000");
    assertThat(browser.findElements(By.cssSelector(".warning"))).isEmpty();
  }

  @Test
  void smokeSaysSo() {
    show("smoke", 1600);

    assertThat(browser.findElement(By.cssSelector(".warning")).getText())
        .contains("smoke", "not for conclusions");
    assertThat(browser.findElements(By.cssSelector(".answer")))
        .allMatch(answer -> answer.getText().contains("No verdict"));
  }

  @Test
  void aForeignNameRunsNothing() {
    show("foreign", 1600);

    assertThat(browser.getTitle()).isEqualTo("Strandbench: foreign <b>.json");
    assertThat(browser.findElement(By.tagName("main")).getText()).contains("</script><script>");
  }

  @Test
  void aSeriesCanBeHidden() {
    show("standard", 1600);
    WebElement button =
        browser.findElement(By.xpath("//*[@id='speedup']//button[contains(., 'process pool')]"));
    long before = paths();
    button.click();

    assertThat(button.getDomAttribute("aria-pressed")).isEqualTo("false");
    new WebDriverWait(browser, Duration.ofSeconds(5)).until(page -> paths() < before);
  }

  private static long paths() {
    return (long)
        browser.executeScript(
            "return document.querySelectorAll('#speedup .chart svg path').length");
  }
}
