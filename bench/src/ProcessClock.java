package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU and memory of processes as Linux counts them; NaN where there is no /proc. */
final class ProcessClock {

  private static final double TICKS_PER_SECOND = 100; // fixed for user space on Linux

  private ProcessClock() {}

  /** Own CPU, that of ended children, and that of living descendants, in seconds. */
  static double treeSeconds(long pid) {
    List<Long> living =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .map(ProcessHandle::pid)
            .toList();
    double sum = living.stream().mapToDouble(ProcessClock::secondsOrNothing).sum();
    return sum + seconds(pid);
  }

  static double peakMegabytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException unknown) {
      return Double.NaN;
    }
  }

  /** A backend may end between being listed and being read; its parent then has its time. */
  private static double secondsOrNothing(long pid) {
    double seconds = seconds(pid);
    return Double.isNaN(seconds) ? 0 : seconds;
  }

  private static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = 0;
      for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
        ticks += Long.parseLong(fields[field]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException unknown) {
      return Double.NaN;
    }
  }
}
