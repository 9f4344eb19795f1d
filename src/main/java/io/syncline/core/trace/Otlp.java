package io.syncline.core.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What the messages of OpenTelemetry's protocol are made of. */
final class Otlp {
  private Otlp() {}

  static ByteString trace(UUID run) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(run.getMostSignificantBits())
            .putLong(run.getLeastSignificantBits())
            .flip());
  }

  /** All zeros would be no id. */
  static ByteString newSpan() {
    return ByteString.copyFrom(
        ByteBuffer.allocate(Long.BYTES)
            .putLong(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))
            .flip());
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  static KeyValue text(String key, String word) {
    return with(key, AnyValue.newBuilder().setStringValue(word));
  }

  static KeyValue number(String key, long value) {
    return with(key, AnyValue.newBuilder().setIntValue(value));
  }

  static byte[] message(List<Span> spans) {
    Resource.Builder service =
        Resource.newBuilder().addAttributes(text("service.name", "syncline"));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(service)
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
        .build()
        .toByteArray();
  }

  private static KeyValue with(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }
}
