package io.virtuoso.storm.probe;

/**
 * One request and its end.
 *
 * @param atMs when it was scheduled, ms after the prober's start
 * @param latencyUs from the scheduled time to the end, µs
 * @param sentLateUs from the scheduled time until it was really sent, µs
 * @param reason empty when it was good
 * @param version of the document; −1 where there is none
 * @param cacheStatus the header; empty where there was none
 */
public record Sample(
    Route route,
    long atMs,
    long latencyUs,
    long sentLateUs,
    Verdict verdict,
    String reason,
    long version,
    String cacheStatus) {}
