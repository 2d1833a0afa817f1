package strandbench.account;

/**
 * What some processes held together, over samples: the peak is that of the sums, not the sum of the
 * peaks.
 *
 * @param residentPeak bytes; pages that processes share count for each
 * @param residentMean bytes
 * @param proportionalPeak bytes; pages that processes share count once; NaN where the kernel
 *     doesn't tell
 * @param proportionalMean bytes, likewise
 * @param threadsPeak threads of the operating system
 * @param threadsMean likewise
 * @param processesPeak processes
 * @param samples of resident memory and threads; of proportional memory there are fewer
 */
public record Held(
    double residentPeak,
    double residentMean,
    double proportionalPeak,
    double proportionalMean,
    double threadsPeak,
    double threadsMean,
    double processesPeak,
    double samples) {}
