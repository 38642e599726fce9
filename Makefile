# Martlet: what one can do here. Each target does its own set-up (Scripts/setup) and may be run again at any time.
#
#   make run [APP=Examples/Tutorial/app.swift] [MODEL=path or hf:owner/repo/file.gguf] [PORT=8000] [FLAGS=-w]
#                   build what is needed and serve an app; by default the tutorial, on the tiny model of this repository
#   make test       all tests: Swift, page modules, socket clients, browser
#   make build      the release build: .build/release/martlet and the library that apps are linked with
#   make screenshots  pictures of the page, to be looked at, in Tests/Browser/screenshots
#   make model      train the tiny model anew (see Models/README.md)
#   make lint       the formatter's and the linter's verdict; clean before every commit
#   make format     format all Swift sources
#   make clean      remove what was built here; libllama and the test tools stay in the user's cache

APP ?= Examples/Tutorial/app.swift
MODEL ?= $(CURDIR)/Models/martlet-tiny.gguf
PORT ?= 8000
FLAGS ?=
CONFIG ?= debug

CACHE := $(if $(MARTLET_CACHE),$(MARTLET_CACHE),$(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME)/martlet,$(HOME)/.cache/martlet))
export PKG_CONFIG_PATH := $(CACHE)/llama/lib/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))
SWIFT_FLAGS := --traits Llama --explicit-target-dependency-import-check error
SWIFT_FOLDERS := Package.swift Sources Tests Examples

.PHONY: run test build screenshots model lint format clean

run:
	Scripts/setup run
	swift build -c $(CONFIG) $(SWIFT_FLAGS) --product MartletRuntime
	swift build -c $(CONFIG) $(SWIFT_FLAGS) --product martlet
	MODEL="$(MODEL)" .build/$(CONFIG)/martlet run "$(APP)" --port $(PORT) $(FLAGS)

test:
	Scripts/setup test
	Scripts/test

build:
	Scripts/setup run
	swift build -c release $(SWIFT_FLAGS) --product MartletRuntime
	swift build -c release $(SWIFT_FLAGS) --product martlet

screenshots:
	Scripts/setup test
	swift build $(SWIFT_FLAGS) --product MartletRuntime
	swift build $(SWIFT_FLAGS) --product martlet
	"$(CACHE)/python/bin/python" Tests/Browser/take_screenshots.py

model:
	$(MAKE) -C Models

lint:
	swift format lint --strict --recursive $(SWIFT_FOLDERS)

format:
	swift format --in-place --recursive $(SWIFT_FOLDERS)

clean:
	rm -rf .build
