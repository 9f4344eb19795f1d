package io.syncline.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CappedBodyTest {
  private final CappedBody body = new CappedBody(200_000, 100);

  @Test
  void a_body_is_read_packed_or_not() throws IOException {
    byte[] text = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(body.read(new ByteArrayInputStream(text), false, -1)).isEqualTo(text);
    assertThat(body.read(new ByteArrayInputStream(packed(text)), true, -1)).isEqualTo(text);
  }

  @Test
  void a_bomb_is_refused_before_it_is_unpacked() throws IOException {
    byte[] bomb = packed(new byte[190_000]);
    assertThat(bomb.length * 100).isLessThan(190_000);
    assertThatThrownBy(() -> body.read(new ByteArrayInputStream(bomb), true, -1))
        .isInstanceOf(AnswerTooLarge.class)
        .hasMessageContaining("packed more than 100 times");
  }

  @Test
  void a_body_over_the_limit_is_refused() {
    byte[] noise = new byte[200_001];
    new Random(1).nextBytes(noise);
    assertThatThrownBy(() -> body.read(new ByteArrayInputStream(noise), false, -1))
        .isInstanceOf(AnswerTooLarge.class)
        .hasMessageContaining("more than 200000 bytes");
  }

  @Test
  void a_body_that_is_announced_too_large_is_refused_unread() {
    InputStream untouched =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("nothing is to be read");
          }
        };
    assertThatThrownBy(() -> body.read(untouched, false, 200_001))
        .isInstanceOf(AnswerTooLarge.class)
        .hasMessageContaining("more than 200000 bytes");
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
