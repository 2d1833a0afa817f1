package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import strandbench.gate.Direction;

/**
 * What makes two forks of the same jar differ. Each is scaled so that the log ratio of a pair has
 * the standard deviation asked for (drift aside, which comes on top), and each leaves the arms
 * exchangeable: forks run in the order of time, which arm is first in a pair is drawn.
 */
enum Noise {
  /** Independent and normal. */
  NORMAL {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      return normal(number, spread, random);
    }
  },
  /** Independent, Student's t with three degrees of freedom. */
  HEAVY_TAILS {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      double[] forks = new double[number];
      for (int i = 0; i < number; i++) {
        double squares = 0;
        for (int k = 0; k < 3; k++) {
          double z = random.nextGaussian();
          squares += z * z;
        }
        // Of variance 3 / (3 − 2).
        double student = random.nextGaussian() / Math.sqrt(squares / 3);
        forks[i] = spread / Math.sqrt(2) * student / Math.sqrt(3);
      }
      return forks;
    }
  },
  /** Normal, while the machine slows down by 30% from the first fork to the last. */
  DRIFT {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      double[] forks = normal(number, spread, random);
      for (int i = 0; i < number; i++) {
        forks[i] += Math.log(1.3) * i / number;
      }
      return forks;
    }
  },
  /** Half of the variance from a state of the machine that wanders: AR(1), φ = 0.9 per fork. */
  AUTOCORRELATED {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      double[] forks = normal(number, spread * Math.sqrt(0.5), random);
      double memory = 0.9;
      double deviation = spread * Math.sqrt(0.25 / (1 - memory));
      double state = deviation * random.nextGaussian();
      for (int i = 0; i < number; i++) {
        forks[i] += state;
        state = memory * state + Math.sqrt(1 - memory * memory) * deviation * random.nextGaussian();
      }
      return forks;
    }
  },
  /** Each fork settles in one of two modes, which make up nine tenths of the variance. */
  TWO_MODES {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      double[] forks = normal(number, spread * Math.sqrt(0.1), random);
      for (int i = 0; i < number; i++) {
        forks[i] += random.nextBoolean() ? spread * Math.sqrt(1.8) : 0;
      }
      return forks;
    }
  },
  /** One fork in ten, of whichever arm, is hit by something else on the machine. */
  BURSTS {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      double[] forks = normal(number, spread * Math.sqrt(0.2), random);
      for (int i = 0; i < number; i++) {
        forks[i] += random.nextDouble() < 0.1 ? spread * Math.sqrt(0.8 / 0.18) : 0;
      }
      return forks;
    }
  },
  /** The second fork of each pair is slower, whichever arm it is. */
  SECOND_SLOWER {
    @Override
    double[] forks(int number, double spread, RandomGenerator random) {
      double[] forks = normal(number, spread * Math.sqrt(0.5), random);
      for (int i = 1; i < number; i += 2) {
        forks[i] += spread * Math.sqrt(0.5);
      }
      return forks;
    }
  };

  private static final int ITERATIONS = 5;

  /** Iterations within a fork differ by this much of what forks do. */
  private static final double WITHIN = 0.5;

  /** Log times of forks, in the order they run. */
  abstract double[] forks(int number, double spread, RandomGenerator random);

  private static double[] normal(int number, double spread, RandomGenerator random) {
    double[] forks = new double[number];
    for (int i = 0; i < number; i++) {
      forks[i] = spread / Math.sqrt(2) * random.nextGaussian();
    }
    return forks;
  }

  /**
   * Log slow-downs of pairs.
   *
   * @param spread standard deviation of a pair
   * @param slowDown the true one
   */
  double[] pairs(int number, double spread, double slowDown, RandomGenerator random) {
    double[] forks = forks(2 * number, spread, random);
    double[] pairs = new double[number];
    for (int i = 0; i < number; i++) {
      double second = forks[2 * i + 1] - forks[2 * i];
      pairs[i] = Math.log(slowDown) + (random.nextBoolean() ? second : -second);
    }
    return pairs;
  }

  /** The same with iterations in each fork, for methods that look at those. */
  Forks measured(int number, double spread, double slowDown, RandomGenerator random) {
    double[] forks = forks(2 * number, spread, random);
    List<double[]> base = new ArrayList<>();
    List<double[]> head = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      int first = random.nextInt(2);
      base.add(iterations(forks[2 * i + first], spread, random));
      head.add(iterations(forks[2 * i + 1 - first] + Math.log(slowDown), spread, random));
    }
    return new Forks(base, head, Direction.LOWER_IS_BETTER);
  }

  private static double[] iterations(double fork, double spread, RandomGenerator random) {
    double[] times = new double[ITERATIONS];
    for (int i = 0; i < ITERATIONS; i++) {
      times[i] = Math.exp(fork + WITHIN * spread / Math.sqrt(2) * random.nextGaussian());
    }
    return times;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
