# What one does here, one command each. `make` prints the list.
.DEFAULT_GOAL := help
.PHONY: help build test race fuzz golden docs lint fma arch equal kill kill-calls kill-models conformance bench bench-calls bench-peers cover

N       ?= 200
FUZZTIME ?= 20s
ARCH    ?= arm64 s390x
BENCH   ?= .
export GOFLAGS ?= -buildvcs=false

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

build: ## the command, as ./worldc
	go build -o worldc ./cmd/worldc

test: ## vet, lint and all tests: what has to pass before a commit
	go vet ./...
	go test ./...

race: ## the packages that run things in parallel, under the race detector
	scripts/need gcc gcc
	CGO_ENABLED=1 go test -race -timeout 20m ./artifact ./community ./similarity ./compiler ./executors ./executors/toolpool ./executors/toolvector ./executors/domaining ./executors/rolling ./executors/taskmaking ./model ./cmd/worldc

fuzz: ## every fuzz target for FUZZTIME=20s
	scripts/fuzz $(FUZZTIME)

golden: ## write the goldens of the examples anew; review the difference
	go test ./golden -update
	git --no-pager diff --stat -- golden

docs: ## write the language reference and the excerpts of the README anew
	go test ./spec -run Docs -update
	go test ./cmd/worldc -run Readme -update

lint: ## the rules of this code base that a machine can check
	go run ./lint

fma: ## no fused multiply-add in the arm64 build
	scripts/fma

arch: ## the goldens on ARCH="arm64 s390x", under qemu
	scripts/arch $(ARCH)

equal: ## the examples under every variation of machine and environment, file by file
	go run ./scripts/prove equal

kill: ## kill -9 at N=200 random moments, resume, compare
	go run ./scripts/prove kill -n $(N)

kill-calls: ## kill -9 processes that record calls of a model, N=200 times
	go test ./model -count=1 -run 'Kill' -v -args -kills $(N)

kill-models: ## kill -9 builds that ask a model, N=200 times, resume, replay without a network
	go test ./cmd/worldc -count=1 -run 'KilledBuilds' -v -args -kills $(N)

bench-calls: ## what a call of a model costs, beside aiohttp
	bench/calls.sh

conformance: ## other people's programs read every format; writes docs/conformance.md
	conformance/run -update

bench: ## the benchmarks, or those that match BENCH
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

bench-peers: ## the kernels beside the programs that people use for the same work
	bench/peers.sh

cover: ## the share of statements that tests reach, by package
	go test -coverprofile cover.out -coverpkg ./... ./... >/dev/null
	go tool cover -func cover.out | sed 's/:[0-9]*:.*[[:space:]]/ /' | awk '/^total/ { next } { sub(/\/[^\/]*$$/, "", $$1); sum[$$1] += $$2; n[$$1]++ } END { for (p in sum) printf "%5.1f%%  %s\n", sum[p] / n[p], p }' | sort -k2
	go tool cover -func cover.out | tail -n 1
