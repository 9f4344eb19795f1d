package io.syncline.console;

import io.syncline.core.pipeline.ApiCalls.Caller;
import java.time.Clock;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What all pages have in common: who looks, the words for times, and what a refusal looks like. */
@ControllerAdvice(basePackageClasses = Shell.class)
final class Shell {
  private final Clock clock;

  Shell(Clock clock) {
    this.clock = clock;
  }

  @ModelAttribute("viewer")
  static Caller viewer(Authentication who) {
    return who == null
        ? new Caller("nobody", false)
        : new Caller(
            who.getName(),
            who.getAuthorities().stream().anyMatch(it -> "ROLE_admin".equals(it.getAuthority())));
  }

  @ModelAttribute("words")
  Words words() {
    return new Words(clock.instant());
  }

  @ExceptionHandler
  ModelAndView refused(PageRefused refused, Authentication who) {
    ModelAndView page =
        new ModelAndView("refused", HttpStatusCode.valueOf(refused.told().status()));
    page.addObject("viewer", viewer(who));
    page.addObject("words", words());
    page.addObject("title", refused.told().body().path("title").asText());
    page.addObject("why", refused.told().why());
    return page;
  }
}
