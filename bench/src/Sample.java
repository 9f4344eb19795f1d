package bench;

/** One verified phase of one contender in one round. */
record Sample(
    String contender,
    Phase phase,
    int round,
    double wallMillis,
    double clientSeconds,
    double serverSeconds,
    double walMegabytes,
    double roundTrips) {

  double cpuSeconds() {
    return clientSeconds + serverSeconds;
  }
}
