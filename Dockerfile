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
 && java -Djarmode=tools -jar target/syncline.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre AS service
RUN useradd --system --uid 10001 --home-dir /syncline syncline && mkdir -p /syncline/data && chown -R syncline /syncline
WORKDIR /syncline
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/main/docker/java.options ./

# A start with empty databases, of which only what the JVM learned is kept: the next ones cost half (docs/decisions/0148).
FROM service AS trained
RUN apt-get update -q && apt-get install -y -q --no-install-recommends curl postgresql
COPY src/main/docker/ /train/
RUN /train/with-databases /train/train

FROM service
COPY --from=trained /syncline/syncline.aot ./
USER 10001
EXPOSE 8080
ENTRYPOINT ["java", "-XX:AOTCache=syncline.aot", "@java.options", "-jar", "syncline.jar"]
