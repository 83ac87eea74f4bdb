# Sourced by the scripts beside it. Makes .venv in the repository root from requirements.lock, unless it is there and
# was made from this very lock, and gives them $root, $python and run_hyotei. Needs bash 3.2 and Python 3.11, or uv.
# shellcheck shell=bash

root=${BASH_SOURCE[0]%/scripts/*}
lock=$root/requirements.lock
venv=$root/.venv
python=$venv/bin/python
installed=$venv/requirements.lock # the lock that .venv was made from; written last, so a half-made .venv has none

# Runs the command line from any working directory: -P keeps a folder "bot" that lies there from being taken for ours.
run_hyotei() {
    export PYTHONPATH=$root
    unset PYTHONDONTWRITEBYTECODE # a start without what Python keeps compiled takes five times as long
    exec "$python" -s -P -m bot.cli "$@"
}

say() {
    printf '%s\n' "$1" >&2
}

set_up() {
    # An activated .venv is about to be removed: it must not be the Python that makes the new one.
    local PATH=${PATH//"$venv/bin:"/} base
    if ! base=$(find_python); then
        say 'Python 3.11 以上が見つかりません。入れてから、もう一度実行してください（Debian・Ubuntu では python3-venv も）。'
        exit 2
    fi
    if [ -x "$python" ] && [ -e "$installed" ]; then
        say '部品の一覧（requirements.lock）が変わったので、.venv を作り直しています。少しお待ちください。'
    else
        say '初回の準備として、必要な部品を .venv に入れています。少しお待ちください。'
    fi
    # Of two first runs the second waits here. The lock belongs to descriptor 9, so it ends with the last process that
    # holds it, however that ends; flock(1) would do the same, but macOS has none.
    exec 9>>"$root/.venv.lock"
    "$base" -I -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
    if ! is_ready && ! make_venv "$base"; then
        say '.venv を準備できませんでした。ネットワークの接続と空き容量を確かめて、もう一度実行してください。'
        exit 2
    fi
    exec 9>&-
}

is_ready() {
    [ -x "$python" ] && cmp -s "$lock" "$installed"
}

# Prints a Python, 3.11 or newer, that can make a venv. A command that exists may still not run (a version manager's
# shim), or may lack ensurepip (a package of its own on Debian), so each one is tried.
find_python() {
    if has_uv && uv python find --system --no-project '>=3.11' 2>/dev/null; then
        return
    fi
    local candidate
    for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -I -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

has_uv() {
    command -v uv >/dev/null
}

# Installs from a copy of the lock, which becomes the stamp: a lock that changes meanwhile is noticed at the next run.
# Standard input and output belong to the command that comes after: a question may come in, JSON may go out.
make_venv() {
    local copy=$installed.part
    rm -rf "$venv"
    if has_uv; then
        uv venv --quiet --no-project --python "$1" "$venv" &&
            cp "$lock" "$copy" &&
            uv pip install --quiet --python "$python" --require-hashes -r "$copy"
    else
        "$1" -I -m venv "$venv" &&
            cp "$lock" "$copy" &&
            "$python" -I -m pip install -qq --no-input --disable-pip-version-check --require-hashes -r "$copy"
    fi </dev/null >&2 && mv "$copy" "$installed"
}

is_ready || set_up
