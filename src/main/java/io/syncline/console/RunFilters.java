package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.util.UriComponentsBuilder;

/** Which runs a page shows, as its address says it; what is not asked for is blank. */
public record RunFilters(
    String pipeline, String status, String source, String parent, String before) {

  public RunFilters {
    pipeline = blankFor(pipeline);
    status = blankFor(status);
    source = blankFor(source).strip();
    parent = blankFor(parent);
    before = blankFor(before);
  }

  /** The address of a page of the same runs. */
  public String at(String path) {
    return from(path, before);
  }

  /** The address that goes on from that run. */
  public String from(String path, String run) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
    Map<String, String> asked = asked();
    asked.put("before", run);
    asked.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            address.queryParam(name, "{" + name + "}");
          }
        });
    return address.encode().buildAndExpand(asked).toUriString();
  }

  /** Whether less than everything is asked for. */
  public boolean isNarrow() {
    return !(pipeline + status + source + parent).isBlank();
  }

  ApiCall call(String limit) {
    ApiCall call = ApiCall.get("/api/sync/runs").asking("limit", limit).asking("before", before);
    for (Map.Entry<String, String> one : asked().entrySet()) {
      call = call.asking(one.getKey(), one.getValue());
    }
    return call;
  }

  private Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("pipeline", pipeline);
    asked.put("status", status);
    asked.put("source", source);
    asked.put("parent", parent);
    return asked;
  }

  @SuppressWarnings("ConstantValue") // what an address lacks is null
  private static String blankFor(String value) {
    return value == null ? "" : value;
  }
}
