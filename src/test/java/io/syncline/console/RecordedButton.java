package io.syncline.console;

import io.syncline.core.error.RequestRefused;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was started; refuses pipelines that are off. */
public class RecordedButton implements RunButton {
  final List<String> started = new CopyOnWriteArrayList<>();

  @Override
  public void start(String word) {
    if (word.equals("stockx")) {
      throw RequestRefused.pipelineOff(word, List.of("STOCKX_API_KEY"));
    }
    started.add(word);
  }
}
