package io.syncline.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A running service with the packages api and console, the routes of core and a ledger, and nothing
 * else.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = WebApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.main.banner-mode=off",
      "camel.component.http.enabled=false",
      "syncline.test.pair=fresh",
      "JUNGLE_SCOUT_API_KEY=test:key",
      "syncline.stockx.required-variables=STOCKX_API_KEY",
      "camel.main.routes-include-pattern=classpath:routes/core/policies.camel.yaml,classpath:routes/api/request.camel.yaml,"
          + "classpath:routes/api/health.camel.yaml,classpath:routes/api/runs.camel.yaml",
      "syncline.secrets.sync-api-key=" + Http.API_KEY,
      "syncline.secrets.cron-secret=" + Http.CRON_SECRET,
      "syncline.secrets.jwt-secret=" + Http.JWT_SECRET,
      "syncline.secrets.admin-password=" + Http.PASSWORD,
      "syncline.secrets.users=vera:viewer:" + Http.USERS_HASH + "\\nada:admin:" + Http.USERS_HASH,
      "syncline.junglescout.title=Products and sales",
      "syncline.junglescout.cron=0 0 0 1 1 ? 2099",
      "syncline.junglescout.missing-variables=",
      "syncline.clientapi.title=Client data",
      "syncline.clientapi.cron=0 0 * * * ?",
      "syncline.clientapi.missing-variables=",
      "syncline.stockx.title=Market prices",
      "syncline.stockx.cron=0 0 0/6 * * ?",
      "syncline.stockx.missing-variables=STOCKX_API_KEY"
    })
public @interface WebTest {}
