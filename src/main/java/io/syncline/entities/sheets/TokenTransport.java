package io.syncline.entities.sheets;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How Google's library reaches its token host: as every source is called, with our limits, tries
 * and a cancel, and through no proxy of the machine's. For one call of one run.
 */
final class TokenTransport extends HttpTransport {
  private final SourceClient client;
  private final SourceProfile host;
  private final SourcePath path;
  private final ActiveRun run;

  TokenTransport(SourceClient client, SourceProfile host, SourcePath path, ActiveRun run) {
    this.client = client;
    this.host = host;
    this.path = path;
    this.run = run;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request();
  }

  private final class Request extends LowLevelHttpRequest {

    @Override
    public void addHeader(String name, String value) {
      // what the library tells of itself is nobody's business
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      return new Response(client.call(SourceRequest.form(host, path, form()), run));
    }

    private SourceQuery form() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      getStreamingContent().writeTo(bytes);
      SourceQuery form = SourceQuery.none();
      for (String pair : bytes.toString(StandardCharsets.UTF_8).split("&")) {
        String[] parts = pair.split("=", 2);
        form = form.with(decoded(parts[0]), decoded(parts[1]));
      }
      return form;
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final SourceAnswer answer;

    Response(SourceAnswer answer) {
      this.answer = answer;
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(answer.body().toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getContentEncoding() {
      return null;
    }

    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public String getContentType() {
      return "application/json; charset=UTF-8";
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + answer.status();
    }

    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public @Nullable String getReasonPhrase() {
      return null;
    }

    @Override
    public int getHeaderCount() {
      return 0;
    }

    @Override
    public @Nullable String getHeaderName(int index) {
      return null;
    }

    @Override
    public @Nullable String getHeaderValue(int index) {
      return null;
    }
  }
}
