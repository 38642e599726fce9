# Martlet: what one can do here. Each target does its own set-up (Scripts/setup) and may be run again at any time.
#
#   make run [APP=Examples/Tutorial/app.swift] [MODEL=path or hf:owner/repo/file.gguf] [PORT=8000] [FLAGS=-w]
#                   build what is needed and serve an app; by default the tutorial, on the tiny model of this repository
#   make test       all tests: Swift, page modules, socket clients, browser
#   make kill       the whole kill test: 10,000 tokens through 1,000 cuts, then the page itself and the other transport
#   make bench [FLAGS=--quick]  Martlet beside Chainlit from PyPI: CPU, turn times, memory, start; 5,000 sessions at once
#   make soak [SECONDS=600]     memory while people come, chat and go
#   make bench-page   our page beside Chainlit's in a browser: bytes, requests, time until one can write, other hosts
#   make bench-stream [FLAGS=--quick]  a long answer streams into a long chat: long tasks, lost tokens, memory, opening
#   make bench-engine [FLAGS="--model 1b --quick"]  the engine beside llama-server, ctransformers and a bare decode loop
#   make soak-engine [SECONDS=600]  random clients of the engine: under ThreadSanitizer, and on the tiny model
#   make build      the release build: .build/release/martlet and the library that apps are linked with
#   make screenshots  pictures of every screen: sheets in Documentation/screenshots, single ones in Tests/Browser/screenshots
#   make model      train the tiny model anew (see Models/README.md)
#   make lint       the verdict of formatter, linter and, for the page, TypeScript's checker; clean before every commit
#   make format     format all Swift sources
#   make clean      remove what was built here; libllama and the test tools stay in the user's cache

APP ?= Examples/Tutorial/app.swift
MODEL ?= $(CURDIR)/Models/martlet-tiny.gguf
PORT ?= 8000
FLAGS ?=
SECONDS ?= 600
CONFIG ?= debug

CACHE := $(if $(MARTLET_CACHE),$(MARTLET_CACHE),$(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME)/martlet,$(HOME)/.cache/martlet))
export PKG_CONFIG_PATH := $(CACHE)/llama/lib/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))
SWIFT_FLAGS := --traits Llama --explicit-target-dependency-import-check error
# The release library binds its own names itself and shows few of them: less to read at each start, less memory.
ifeq ($(shell uname -s),Linux)
RUNTIME_FLAGS := -Xlinker -Bsymbolic -Xlinker --version-script=$(CURDIR)/Scripts/exports.map
endif
SWIFT_FOLDERS := Package.swift Sources Tests Examples Benchmarks

.PHONY: run test kill bench bench-page bench-stream bench-engine soak soak-engine build screenshots model lint format clean

run:
	Scripts/setup run
	swift build -c $(CONFIG) $(SWIFT_FLAGS) --product MartletRuntime
	swift build -c $(CONFIG) $(SWIFT_FLAGS) --product martlet
	MODEL="$(MODEL)" .build/$(CONFIG)/martlet run "$(APP)" --port $(PORT) $(FLAGS)

test:
	Scripts/setup test
	Scripts/test

kill:
	Scripts/setup test
	swift build $(SWIFT_FLAGS) --product MartletRuntime
	swift build $(SWIFT_FLAGS) --product martlet
	"$(CACHE)/python/bin/python" Tests/Compatibility/kill_run.py
	"$(CACHE)/python/bin/python" Tests/Compatibility/kill_run.py --transports all --cuts 200 --seconds 60
	"$(CACHE)/python/bin/python" Tests/Compatibility/kill_run.py --page --cuts 60 --tokens 3000 --seconds 60

bench: build
	python3 Benchmarks/bench.py $(FLAGS)

bench-page: build
	Scripts/setup test
	"$(CACHE)/python/bin/python" Benchmarks/page.py $(FLAGS)

bench-stream: build
	Scripts/setup test
	"$(CACHE)/python/bin/python" Benchmarks/stream.py $(FLAGS)

soak: build
	python3 Benchmarks/bench.py --soak $(SECONDS)

bench-engine: build
	Scripts/setup-peers
	"$(CACHE)/peers/python/bin/python" Benchmarks/engine.py $(FLAGS)

# The sanitized build, without libllama, has a folder of its own.
soak-engine:
	Scripts/setup run
	swift build --sanitize thread --scratch-path .build/thread-sanitizer --product EngineSoak
	TSAN_OPTIONS=halt_on_error=1 .build/thread-sanitizer/debug/EngineSoak --seconds $(SECONDS)
	swift build -c release $(SWIFT_FLAGS) --product EngineSoak
	GGML_NO_BACKTRACE=1 .build/release/EngineSoak --seconds $(SECONDS) --model Models/martlet-tiny.gguf

build:
	Scripts/setup run
	swift build -c release $(SWIFT_FLAGS) $(RUNTIME_FLAGS) --product MartletRuntime
	swift build -c release $(SWIFT_FLAGS) --product martlet

screenshots:
	Scripts/setup test
	swift build $(SWIFT_FLAGS) --product MartletRuntime
	swift build $(SWIFT_FLAGS) --product martlet
	"$(CACHE)/python/bin/python" Tests/Browser/take_screenshots.py

model:
	$(MAKE) -C Models

lint:
	Scripts/setup lint
	swift format lint --strict --recursive $(SWIFT_FOLDERS)
	tsc --project jsconfig.json

format:
	swift format --in-place --recursive $(SWIFT_FOLDERS)

clean:
	rm -rf .build
