package io.syncline.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Ends a session when nobody has done anything with it for a while, and some time after its sign-in
 * whatever was done. What an open page asks for by itself is nothing that somebody does. Threads
 * may share it.
 */
@Component
final class SessionLimits {
  private static final String BEGAN = "syncline.began";
  private static final String ACTED = "syncline.acted";

  private final Duration idle;
  private final Duration longest;
  private final Clock clock;

  SessionLimits(
      @Value("${syncline.console.idle}") Duration idle,
      @Value("${syncline.console.longest}") Duration longest,
      Clock clock) {
    this.idle = idle;
    this.longest = longest;
    this.clock = clock;
  }

  /** Somebody has signed in. */
  void begin(Authentication who, HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession();
    session.setAttribute(BEGAN, clock.instant());
    session.setAttribute(ACTED, clock.instant());
  }

  /** Ends the session of a request when it is over; else notes that somebody was there. */
  void look(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return;
    }
    Instant now = clock.instant();
    try {
      if (isOver(session, BEGAN, longest, now) || isOver(session, ACTED, idle, now)) {
        session.invalidate();
      } else if (!Paths.isOfOpenPage(request)) {
        session.setAttribute(ACTED, now);
      }
    } catch (IllegalStateException e) {
      return; // a request beside this one has ended it
    }
  }

  /** One that nobody signed in with is none of ours. */
  private static boolean isOver(HttpSession session, String since, Duration limit, Instant now) {
    return !(session.getAttribute(since) instanceof Instant then) || now.isAfter(then.plus(limit));
  }
}
