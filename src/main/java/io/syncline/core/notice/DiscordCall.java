package io.syncline.core.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.notice.DiscordWebhook.DiscordUrl;
import io.syncline.core.source.BoundedExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** One call to Discord, bounded as a call to a source is. */
final class DiscordCall implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordCall.class);
  private static final DataSize LARGEST_ANSWER = DataSize.ofKilobytes(256);
  private static final int LARGEST_RATIO = 100;

  private final NoticeSettings settings;
  private final ObjectMapper json;
  private final BoundedExchange bounded;
  private final CloseableHttpClient client;

  DiscordCall(NoticeSettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
    this.bounded = new BoundedExchange(LARGEST_ANSWER, LARGEST_RATIO, settings.timeout());
    this.client = client(Timeout.of(settings.timeout()));
  }

  private CloseableHttpClient client(Timeout timeout) {
    return HttpClientBuilder.create()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(BoundedExchange.connections())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .build())
        .addExecInterceptorFirst("bounded", bounded)
        .setUserAgent(settings.userAgent())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  /** What was answered; a 503 when nothing was. */
  DiscordAnswer post(DiscordUrl url, ObjectNode body) {
    HttpPost request = new HttpPost(url.uri());
    request.setEntity(
        new ByteArrayEntity(
            body.toString().getBytes(StandardCharsets.UTF_8),
            ContentType.create("application/json")));
    return answer(request, url);
  }

  /** What Discord says of the webhook itself; a 503 when it says nothing. */
  DiscordAnswer get(DiscordUrl url) {
    return answer(new HttpGet(url.uri()), url);
  }

  private DiscordAnswer answer(ClassicHttpRequest request, DiscordUrl url) {
    try {
      return client.execute(request, answer -> read(answer, url));
    } catch (IOException e) {
      LOG.warn("Discord did not answer cause={}", e.getClass().getSimpleName());
      return new DiscordAnswer(503, Optional.empty(), json.createObjectNode(), false);
    }
  }

  private DiscordAnswer read(ClassicHttpResponse answer, DiscordUrl url) throws IOException {
    HttpEntity entity = answer.getEntity(); // a 204 has none
    return new DiscordAnswer(
        answer.getCode(),
        Optional.ofNullable(answer.getFirstHeader("Retry-After")).map(Header::getValue),
        entity == null ? json.createObjectNode() : parse(EntityUtils.toByteArray(entity)),
        url.isOldVersion());
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode parsed = json.readTree(body);
      return parsed == null ? json.createObjectNode() : parsed;
    } catch (IOException e) {
      return json.createObjectNode();
    }
  }

  /** Ends a call under way. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    bounded.close();
  }
}
