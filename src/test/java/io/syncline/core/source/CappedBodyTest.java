package io.syncline.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CappedBodyTest {
  private final CappedBody body = new CappedBody(200_000, 100, Duration.ofMillis(300));

  @Test
  void a_body_is_read_packed_or_not() throws IOException {
    byte[] text = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(body.read(new ByteArrayInputStream(text), false)).isEqualTo(text);
    assertThat(body.read(new ByteArrayInputStream(packed(text)), true)).isEqualTo(text);
  }

  @Test
  void a_bomb_is_refused_before_it_is_unpacked() throws IOException {
    byte[] bomb = packed(new byte[190_000]);
    assertThat(bomb.length * 100).isLessThan(190_000);
    assertThatThrownBy(() -> body.read(new ByteArrayInputStream(bomb), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("packed more than 100 times");
  }

  @Test
  void a_body_over_the_limit_is_refused() {
    byte[] noise = new byte[200_001];
    new Random(1).nextBytes(noise);
    assertThatThrownBy(() -> body.read(new ByteArrayInputStream(noise), false))
        .hasMessageContaining("larger than 200000");
  }

  @Test
  void a_drip_is_refused_when_the_call_took_too_long() {
    InputStream drip =
        new InputStream() {
          @Override
          public int read() {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            buffer[offset] = (byte) read();
            return 1;
          }
        };
    assertThatThrownBy(() -> body.read(drip, false)).hasMessageContaining("took longer");
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
