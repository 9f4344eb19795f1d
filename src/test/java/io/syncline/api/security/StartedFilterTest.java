package io.syncline.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.api.Problems;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StartedFilterTest {
  private final AtomicBoolean started = new AtomicBoolean();
  private final StartedFilter filter =
      new StartedFilter(started::get, new Problems(new ObjectMapper()));

  @ParameterizedTest
  @CsvSource({"/api/pipelines, 503", "/admin/hourly-sync, 503", "/health, 503", "/login, 200"})
  void until_the_routes_are_there_the_api_is_503(String path, int status)
      throws ServletException, IOException {
    assertThat(answer(path).getStatus()).isEqualTo(status);
    assertThat(answer(path).getHeader("Retry-After") != null).isEqualTo(status == 503);
    started.set(true);
    assertThat(answer(path).getStatus()).isEqualTo(200);
  }

  private MockHttpServletResponse answer(String path) throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setServletPath(path);
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(request, response, new MockFilterChain());
    return response;
  }
}
