package strandbench.process.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any sequence of calls answers as the JDK's own collection does. */
class ManagedCollectionsTest {
  private static Manager manager;

  @BeforeContainer
  static void open() {
    manager = Manager.startHere();
  }

  @AfterContainer
  static void close() {
    manager.close();
  }

  /** A call by its name, for what a failed property prints. */
  record Step<T>(String name, Function<T, Object> call) {
    @Override
    public String toString() {
      return name;
    }

    /** What it returns, or the type of what it throws. */
    Object on(T target) {
      try {
        return call.apply(target);
      } catch (RuntimeException e) {
        return e.getClass();
      }
    }
  }

  @Provide
  Arbitrary<Step<ConcurrentMap<String, Integer>>> mapSteps() {
    Arbitrary<String> keys = Arbitraries.of("a", "b", "c");
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 3);
    return Combinators.combine(keys, numbers, numbers, Arbitraries.integers().between(0, 18))
        .as(
            (key, n, m, which) ->
                switch (which) {
                  case 0 -> new Step<>("get " + key, map -> map.get(key));
                  case 1 -> new Step<>("put " + key + n, map -> map.put(key, n));
                  case 2 -> new Step<>("remove " + key, map -> map.remove(key));
                  case 3 -> new Step<>("containsKey " + key, map -> map.containsKey(key));
                  case 4 -> new Step<>("size", Map::size);
                  case 5 -> new Step<>("putIfAbsent " + key + n, map -> map.putIfAbsent(key, n));
                  case 6 -> new Step<>("remove " + key + n, map -> map.remove(key, n));
                  case 7 -> new Step<>("replace " + key + n, map -> map.replace(key, n));
                  case 8 -> new Step<>("replace " + key + n + m, map -> map.replace(key, n, m));
                  case 9 -> new Step<>("merge " + key + n, map -> map.merge(key, n, Integer::sum));
                  case 10 ->
                      new Step<>("merge to none " + key, map -> map.merge(key, n, (a, b) -> null));
                  case 11 ->
                      new Step<>(
                          "compute " + key,
                          map -> map.compute(key, (k, v) -> v == null ? n : null));
                  case 12 ->
                      new Step<>(
                          "computeIfAbsent " + key,
                          map -> map.computeIfAbsent(key, k -> n == 0 ? null : n));
                  case 13 ->
                      new Step<>(
                          "computeIfPresent " + key,
                          map -> map.computeIfPresent(key, (k, v) -> v == 1 ? null : v + n));
                  case 14 -> new Step<>("copy", HashMap::new);
                  case 15 ->
                      new Step<>("keys removeIf " + key, map -> map.keySet().removeIf(key::equals));
                  case 16 -> new Step<>("values contains " + n, map -> map.containsValue(n));
                  case 17 ->
                      new Step<>(
                          "replaceAll",
                          map -> {
                            map.replaceAll((k, v) -> v + m);
                            return new HashMap<>(map);
                          });
                  default ->
                      new Step<>(
                          "set the entries to " + n,
                          map -> {
                            map.entrySet().forEach(entry -> entry.setValue(n));
                            return new HashMap<>(map);
                          });
                });
  }

  @Property(tries = 150)
  void aMapIsAConcurrentMap(
      @ForAll @Size(max = 30) List<@From("mapSteps") Step<ConcurrentMap<String, Integer>>> steps) {
    ConcurrentMap<String, Integer> expected = new ConcurrentHashMap<>();
    ConcurrentMap<String, Integer> actual = manager.map();
    for (Step<ConcurrentMap<String, Integer>> step : steps) {
      assertThat(step.on(actual)).as(step.name()).isEqualTo(step.on(expected));
    }
    assertThat(actual).isEqualTo(expected);
    actual.clear();
    assertThat(actual).isEmpty();
  }

  @Provide
  Arbitrary<Step<List<Integer>>> listSteps() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(-1, 4);
    return Combinators.combine(numbers, numbers, Arbitraries.integers().between(0, 15))
        .as(
            (n, m, which) ->
                switch (which) {
                  case 0 -> new Step<>("get " + n, list -> list.get(n));
                  case 1 -> new Step<>("set " + n + " " + m, list -> list.set(n, m));
                  case 2, 3 -> new Step<>("add " + n, list -> list.add(n));
                  case 4 ->
                      new Step<>(
                          "add " + n + " " + m,
                          list -> {
                            list.add(n, m);
                            return null;
                          });
                  case 5 -> new Step<>("remove index " + n, list -> list.remove((int) n));
                  case 6 -> new Step<>("remove " + n, list -> list.remove(n));
                  case 7 -> new Step<>("indexOf " + n, list -> list.indexOf(n));
                  case 8 -> new Step<>("size", List::size);
                  case 9 -> new Step<>("addAll", list -> list.addAll(List.of(n, m)));
                  case 10 -> new Step<>("addAll " + n, list -> list.addAll(n, List.of(m, 7)));
                  case 11 -> new Step<>("removeIf", list -> list.removeIf(each -> each == n));
                  case 12 -> new Step<>("retainAll", list -> list.retainAll(List.of(0, 1, n)));
                  case 13 ->
                      new Step<>(
                          "sort",
                          list -> {
                            list.sort(Comparator.reverseOrder());
                            return null;
                          });
                  case 14 ->
                      new Step<>(
                          "replaceAll",
                          list -> {
                            list.replaceAll(each -> each + 1);
                            return null;
                          });
                  default -> new Step<>("copy", ArrayList::new);
                });
  }

  @Provide
  Arbitrary<Step<List<Integer>>> partSteps() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 5);
    return Combinators.combine(numbers, numbers, Arbitraries.integers().between(0, 10))
        .as(
            (n, m, which) ->
                switch (which) {
                  case 0 -> part(n, m, "clear", List::clear);
                  case 1 -> part(n, m, "removeIf", list -> list.removeIf(each -> each > 2));
                  case 2 -> part(n, m, "removeAll", list -> list.removeAll(List.of(1, 3)));
                  case 3 -> part(n, m, "sort", list -> list.sort(Comparator.naturalOrder()));
                  case 4 -> part(n, m, "replaceAll", list -> list.replaceAll(each -> each + 1));
                  case 5 -> part(n, m, "add", list -> list.add(m));
                  case 6 -> part(n, m, "add first", list -> list.add(0, m));
                  case 7 -> part(n, m, "remove first", list -> list.remove(0));
                  case 8 -> part(n, m, "part of part", list -> list.subList(1, 2).clear());
                  case 9 -> part(n, m, "set", list -> list.set(1, m));
                  default -> part(n, m, "iterate", ManagedCollectionsTest::removeEven);
                });
  }

  /** The answer is what the part is afterwards. */
  private static Step<List<Integer>> part(
      int from, int size, String name, Consumer<List<Integer>> change) {
    return new Step<>(
        name + " of " + from + " + " + size,
        list -> {
          List<Integer> part = list.subList(from, from + size);
          change.accept(part);
          return List.copyOf(part);
        });
  }

  private static void removeEven(List<Integer> list) {
    for (ListIterator<Integer> each = list.listIterator(); each.hasNext(); ) {
      int value = each.next();
      if (value % 2 == 0) {
        each.remove();
      } else {
        each.set(value + 1);
      }
    }
  }

  @Property(tries = 100)
  void aPartOfAListIsAListThatWritesThrough(
      @ForAll @Size(max = 8) List<@net.jqwik.api.From("partSteps") Step<List<Integer>>> steps) {
    List<Integer> expected = new ArrayList<>(List.of(5, 4, 3, 2, 1, 0, 1, 2));
    List<Integer> actual = manager.list();
    actual.addAll(expected);
    for (Step<List<Integer>> step : steps) {
      assertThat(step.on(actual)).as(step.name()).isEqualTo(step.on(expected));
      assertThat(actual).as(step.name()).isEqualTo(expected);
    }
  }

  @Property(tries = 150)
  void aListIsAList(@ForAll @Size(max = 30) List<@From("listSteps") Step<List<Integer>>> steps) {
    List<Integer> expected = new ArrayList<>();
    List<Integer> actual = manager.list();
    for (Step<List<Integer>> step : steps) {
      assertThat(step.on(actual)).as(step.name()).isEqualTo(step.on(expected));
    }
    assertThat(actual).isEqualTo(expected);
    actual.clear();
    assertThat(actual).isEmpty();
  }

  @Provide
  Arbitrary<Step<Queue<Integer>>> queueSteps() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 3);
    return Combinators.combine(numbers, Arbitraries.integers().between(0, 8))
        .as(
            (n, which) ->
                switch (which) {
                  case 0, 1 -> new Step<>("offer " + n, queue -> queue.offer(n));
                  case 2 -> new Step<>("add " + n, queue -> queue.add(n));
                  case 3 -> new Step<>("poll", Queue::poll);
                  case 4 -> new Step<>("peek", Queue::peek);
                  case 5 -> new Step<>("remove", Queue::remove);
                  case 6 -> new Step<>("remove " + n, queue -> queue.remove(n));
                  case 7 -> new Step<>("size", Queue::size);
                  default -> new Step<>("copy", ArrayList::new);
                });
  }

  @Property(tries = 150)
  void aQueueIsABoundedQueue(
      @ForAll @Size(max = 30) List<@From("queueSteps") Step<Queue<Integer>>> steps) {
    LinkedBlockingQueue<Integer> expected = new LinkedBlockingQueue<>(4);
    ManagedQueue<Integer> actual = manager.queue(4);
    for (Step<Queue<Integer>> step : steps) {
      assertThat(step.on(actual)).as(step.name()).isEqualTo(step.on(expected));
    }
    assertThat(actual.remainingCapacity()).isEqualTo(expected.remainingCapacity());
    List<Integer> drained = new ArrayList<>();
    actual.drainTo(drained);
    assertThat(drained).containsExactlyElementsOf(expected);
  }

  @Example
  void nullsAreWhereTheJdkHasThem() {
    ManagedList<String> list = manager.list();
    list.add(null);
    assertThat(list).containsExactly((String) null);
    assertThatThrownBy(() -> manager.<String>queue().add(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.<String, String>map().get(null))
        .isInstanceOf(NullPointerException.class);
  }
}
