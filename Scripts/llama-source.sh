# What Scripts/setup-llama and Scripts/setup-peers share: the pinned source release that carries llama.cpp, and how it is
# compiled. Sourced by both, so that they cannot come to differ.

readonly version=0.3.36
readonly sha256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
readonly sdist="llama_cpp_python-$version.tar.gz"
readonly cache="${MARTLET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/martlet}"
readonly script="$(basename "$0")"

say() { printf '%s: %s\n' "$script" "$*" >&2; }
fail() { say "$*"; exit 1; }
need() { command -v "$1" >/dev/null || fail "$1 is missing; install it ($2) and run Scripts/$script again."; }

checksum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

# Prints the address of the source release, from the package index that pip is configured for.
sdist_url() {
    local index
    index="${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}"
    index="${index:-https://pypi.org/simple}"
    curl -fsSL --retry 3 "${index%/}/llama-cpp-python/" | python3 -c '
import html.parser, sys, urllib.parse
class Links(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        address = dict(attributes).get("href") or ""
        if tag == "a" and address.split("#")[0].endswith("/" + sys.argv[2]):
            print(urllib.parse.urljoin(sys.argv[1], address.split("#")[0]))
Links().feed(sys.stdin.read())' "${index%/}/llama-cpp-python/" "$sdist" | head -n 1
}

# Puts the source release at $1, whole and checked. A download that was cut off goes on where it ended.
fetch_sdist() {
    local file="$1" url
    if [[ -n "${MARTLET_LLAMA_SDIST:-}" ]]; then
        [[ -f "$MARTLET_LLAMA_SDIST" ]] || fail "MARTLET_LLAMA_SDIST names $MARTLET_LLAMA_SDIST, which is not a file."
        cp "$MARTLET_LLAMA_SDIST" "$file.part"
    elif url="$(sdist_url)" && [[ -n "$url" ]]; then
        say "downloading $sdist (77 MB)"
        curl -fsSL --retry 5 --retry-delay 2 -C - -o "$file.part" "$url" || {
            rm -f "$file.part"
            curl -fsSL --retry 5 -o "$file.part" "$url" \
                || fail "downloading $url failed; check the network and try again."
        }
    else
        say "downloading $sdist with pip"
        python3 -m pip download -q --no-deps --no-binary :all: -d "$(dirname "$file")/pip" "llama-cpp-python==$version" \
            || fail "neither the index nor pip gave $sdist; check the network, or set MARTLET_LLAMA_SDIST to a copy."
        mv "$(dirname "$file")/pip/$sdist" "$file.part"
    fi
    local found
    found="$(checksum "$file.part")"
    if [[ "$found" != "$sha256" ]]; then
        rm -f "$file.part"
        fail "$sdist has SHA-256 $found instead of $sha256; try again, or set MARTLET_LLAMA_SDIST to a good copy."
    fi
    mv "$file.part" "$file"
}

readonly flags=(
    -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON
    -DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_EXAMPLES=OFF
    -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_IS_DEV=OFF
    -DGGML_OPENMP=OFF -DCMAKE_INSTALL_LIBDIR=lib
)

need_compilers() {
    need cmake "apt-get install cmake"; need ninja "apt-get install ninja-build"; need c++ "apt-get install g++"
    need curl "apt-get install curl"; need python3 "apt-get install python3"; need flock "apt-get install util-linux"
}

# What the build is tuned to: this CPU, any with AVX2, or each that there is.
cpu_of_build() {
    if [[ "${MARTLET_LLAMA_VARIANTS:-0}" == 1 ]]; then
        echo every
    elif [[ "${MARTLET_LLAMA_NATIVE:-0}" == 1 ]]; then
        grep -m 1 '^flags\|^Features' /proc/cpuinfo || true
    elif [[ "$(uname -m)" == x86_64 ]] && ! grep -qw avx2 /proc/cpuinfo; then
        fail "this CPU has no AVX2, which the portable build needs; set MARTLET_LLAMA_NATIVE=1 to build for this CPU."
    else
        echo baseline
    fi
}

# A name for a build: it changes with the recipe, the flags, the CPU and the compiler.
hash_of_build() { # recipe, flags…
    local cpu compiler
    cpu="$(cpu_of_build)" || exit 1
    compiler="$("${CXX:-c++}" --version | head -n 1)"
    printf '%s\n' "$1" "$sha256" "${@:2}" "$cpu" "$(uname -sm)" "$compiler" | sha256sum | cut -c 1-12
}

# Compiles targets of the source in $1 within the folder $2, whose log is $2.log.
compile() { # source, build folder, targets…, --, flags of CMake…
    local source="$1" objects="$2" targets=() native=OFF
    shift 2
    while [[ "$1" != -- ]]; do targets+=("$1"); shift; done
    shift
    [[ "${MARTLET_LLAMA_NATIVE:-0}" == 1 ]] && native=ON
    nice cmake -S "$source/vendor/llama.cpp" -B "$objects" -G Ninja "$@" -DGGML_NATIVE="$native" >"$objects.log" 2>&1 || {
        tail -n 30 "$objects.log" >&2
        fail "CMake failed; the log is $objects.log."
    }
    say "compiling (some minutes, once)"
    NINJA_STATUS="$script: [%f/%t] " nice ninja -C "$objects" -j "${MARTLET_LLAMA_JOBS:-$(nproc)}" "${targets[@]}" 2>&1 \
        | tee -a "$objects.log" \
        | awk -v start="^$script: \\[" '$0 ~ start { if (++n % 20 == 0) { print $1, $2; fflush() } }' >&2 || {
        grep -A 15 FAILED "$objects.log" | head -n 40 >&2 || true
        fail "compiling failed; the log is $objects.log."
    }
}
