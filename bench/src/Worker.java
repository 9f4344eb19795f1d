package bench;

/** The JVM of a plain contender: arguments are its name, the stub's URL and both databases. */
final class Worker {

  private Worker() {}

  public static void main(String[] args) throws Exception {
    Endpoints endpoints = new Endpoints(args[1], Database.parse(args[2]), Database.parse(args[3]));
    Loader loader =
        switch (args[0]) {
          case "document" -> new DocumentLoader(endpoints);
          case "copy-merge" -> new CopyMergeLoader(endpoints);
          case "best" -> new BestLoader(endpoints);
          default -> throw new IllegalArgumentException("no contender named " + args[0]);
        };
    ChildJvm.serve("ready", line -> answer(loader, line));
    System.exit(0);
  }

  private static String answer(Loader loader, String line) throws Exception {
    String[] words = line.split(" ");
    Phase phase = Phase.of(words[1]);
    Job job = Job.parse(words[2]);
    if (words[0].equals("prepare")) {
      loader.prepare(job, phase);
    } else {
      loader.run(job);
    }
    return "ok";
  }
}
