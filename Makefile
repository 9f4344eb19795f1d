# Every target says what it does: make help
.PHONY: help run verify it bench format
help: ## lists the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /  /' | sort
run: ## serves the sandbox on http://localhost:8080
	mvn spring-boot:run -Dspring-boot.run.profiles=sandbox
verify: ## formats are checked, everything is built, every test is run
	mvn verify
it: ## runs one integration test: make it TEST=JungleScoutRoutesIT
	mvn test-compile failsafe:integration-test failsafe:verify -Dit.test=$(TEST)
bench: ## measures the reference job beside the document's algorithm and the limit
	bench/run
format: ## formats the Java sources
	mvn spotless:apply
