# The service without the embedded database: give it DB_STAGING_* and DB_PROD_*.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY config config
COPY routes routes
COPY src src
# The profiles add the embedded database's binaries by platform; the image has none.
RUN mvn -q -DskipTests -P '!postgres-linux-amd64,!postgres-linux-arm64' package \
 && java -Djarmode=tools -jar target/syncline.jar extract --layers --launcher --destination layers

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /syncline syncline && mkdir -p /syncline/data && chown -R syncline /syncline
WORKDIR /syncline
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "org.springframework.boot.loader.launch.JarLauncher"]
