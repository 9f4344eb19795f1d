package bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Fetches one product's days. Threads may share it. */
final class PageClient {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String baseUrl;

  PageClient(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  List<SalesRow> fetch(String asin, Job job) throws IOException, InterruptedException {
    String query =
        "/sales_estimates_query?marketplace=%s&asin=%s&start_date=%s&end_date=%s"
            .formatted(Job.MARKETPLACE, asin, job.start(), job.end());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(baseUrl + query))
            .header("Accept", "application/vnd.junglescout.v1+json")
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + " for " + asin);
    }
    return PageParser.parse(response.body());
  }
}
