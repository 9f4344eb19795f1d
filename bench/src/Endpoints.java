package bench;

/** Everything a contender needs to know about the outside. */
record Endpoints(String stubUrl, Database staging, Database production) {}
