package io.syncline.core.run;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunSettings.class)
class RunConfiguration {

  /**
   * One thread leads one run; without a queue a run that finds none is refused, not kept waiting.
   */
  @Bean
  AsyncTaskExecutor runExecutor(RunSettings settings) {
    ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
    executor.setThreadNamePrefix("run-");
    executor.setCorePoolSize(0);
    executor.setMaxPoolSize(settings.runsAtOnce());
    executor.setQueueCapacity(0);
    return executor;
  }
}
