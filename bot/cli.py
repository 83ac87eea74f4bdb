"""The command line: `hyotei ask | chat | ingest | check | diff | build | slack | misses | stats | doctor`.

Exit status: 0 done; 1 done, but something needs a look; 2 bad usage or input, nothing changed. Errors are one Japanese line on standard error.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

from records.errors import BadUsage, HyoteiError

_PROMPT = "質問> "
_QUIT = {"exit", "quit", "終了", "おわり", "q"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    is_heard = sys.stdout is not None
    _use_utf8()
    options = _options(_as_typed(sys.argv[1:]) if arguments is None else arguments)
    try:
        if not is_heard and options.command != "slack":  # which answers elsewhere
            raise BadUsage("標準出力が閉じているので、答えを書けません。出力先を確かめてください。")
        status = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except HyoteiError as error:
        print(f"hyotei: {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.filename is not None:
            raise  # what is opened or moved has a name; what is written to standard output has none
        return _without_output(error)
    return status


def _without_output(error: OSError) -> int:
    """The reader of standard output went away (| head), or it cannot be written: nothing is left to be flushed at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    print(f"hyotei: 標準出力に書けません（{error.strerror}）。出力先の空き容量を確かめてください。", file=sys.stderr)
    return 2


def _options(arguments: Sequence[str]) -> SimpleNamespace:
    if len(arguments) > 1 and arguments[0] == "ask" and not any(each.startswith("-") for each in arguments):
        return SimpleNamespace(command="ask", question=arguments[1:], batch=None, json=False)
    from bot.options import read_options  # a plain question has no options, and need not load what reads them

    return read_options(arguments)


def _as_typed(arguments: Sequence[str]) -> list[str]:
    # under LANG=C Python reads the bytes of the command line as something else; they are UTF-8
    return [os.fsencode(argument).decode("utf-8", "replace") for argument in arguments]


def _use_utf8() -> None:
    # a stream that is closed is None to Python: what is opened next would get its number
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process
    # LANG=C must not turn Japanese into an error
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")


def _on_document(options: SimpleNamespace) -> int:
    from bot.document_commands import (  # reading documents loads what a question need not
        run_check,
        run_diff,
        run_ingest,
    )

    run = {"ingest": run_ingest, "check": run_check, "diff": run_diff}[options.command]
    return run(options)


def _ask(options: SimpleNamespace) -> int:
    gc.disable()  # nothing that is loaded now is garbage
    from bot.ask import Desk
    from bot.replay import is_number, replay
    from bot.settings import read_settings

    if options.json:
        from bot.render.json import render_json as render
    else:
        from bot.render.text import render_text as render
    question = " ".join(options.question)
    if options.batch is not None and question:
        message = "--batch と質問は一緒に使えません。どちらか一つにしてください。"
        raise BadUsage(message)
    if options.batch is None and not options.question:
        message = "質問がありません。例：hyotei ask 'Ⅰ-1 の令和6年度評定は？'"
        raise BadUsage(message)
    settings = read_settings()
    desk = Desk(settings)
    gc.freeze()
    gc.enable()
    try:
        if options.batch is None:
            print(render(replay(question, settings, desk) if is_number(question) else desk.reply(question)))
            return 0
        first = True
        for conversation in tuple(_conversations(options.batch)):  # a bad line is told before the first answer
            context = None
            for text in conversation:
                answer = desk.reply(text, context)
                context = answer.context
                if not options.json and not first:
                    print()
                print(render(answer))
                first = False
    finally:
        desk.close()
    return 0


def _conversations(name: str) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(_lines(name), start=1):
        text = line.rstrip("\r\n")
        if text.lstrip().startswith("["):
            try:
                loaded = json.loads(text)
            except ValueError:
                loaded = None
            if isinstance(loaded, list):
                if not all(isinstance(each, str) for each in loaded):
                    message = f"{name} の{number}行目: 会話は文字列の配列で書いてください。"
                    raise BadUsage(message)
                yield tuple(loaded)
                continue
        yield (text,)


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        yield from sys.stdin
        return
    try:
        text = Path(name).read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"{name} を読めません（{error.strerror}）。ファイルを確かめてください。"
        raise BadUsage(message) from error
    except UnicodeDecodeError as error:
        message = f"{name} は UTF-8 ではありません。UTF-8 で保存し直してください。"
        raise BadUsage(message) from error
    lines = text.split("\n")
    yield from lines[:-1] if lines[-1] == "" else lines


def _chat(_options: SimpleNamespace) -> int:
    from bot.ask import Desk
    from bot.render.text import render_text
    from bot.settings import read_settings

    desk = Desk(read_settings())
    interactive = sys.stdin.isatty()
    if interactive:
        print("質問をどうぞ（終わるには「終了」）。")
    context = None
    try:
        while True:
            if interactive:
                print(_PROMPT, end="", flush=True)
            line = sys.stdin.readline()
            if not line or line.strip().lower() in _QUIT:
                return 0
            if not line.strip():
                continue
            answer = desk.reply(line.rstrip("\r\n"), context)
            context = answer.context
            print(render_text(answer))
            print(flush=True)
    finally:
        desk.close()


def _build(options: SimpleNamespace) -> int:
    from bot.settings import read_settings
    from records.build import build

    settings = read_settings()
    folders = tuple(Path(folder) for folder in options.folders) or settings.data_folders()
    destination = Path(options.out) if options.out else settings.database
    for loaded in build(folders, destination):
        print(f"{loaded.document_id}: {loaded.rows}行（{loaded.folder}）")
    print(f"データベースを作りました: {destination}")
    return 0


def _slack(options: SimpleNamespace) -> int:
    from bot.settings import read_settings
    from bot.slack.run import run  # Slack's libraries load only for this command: a question must not pay for them

    run(read_settings(), options.http)
    return 0


def _misses(_options: SimpleNamespace) -> int:
    from bot.reports import read_misses, render_misses
    from bot.settings import read_settings

    print(render_misses(read_misses(read_settings())))
    return 0


def _stats(_options: SimpleNamespace) -> int:
    from bot.reports import read_counts, render_stats
    from bot.settings import read_settings

    print(render_stats(read_counts(read_settings())))
    return 0


def _doctor(_options: SimpleNamespace) -> int:
    from bot.ask import Desk
    from bot.settings import read_settings
    from bot.state.open import opened_state

    settings = read_settings()
    desk = Desk(settings)
    desk.close()
    print(f"記録: 読めます（{settings.database}）")
    try:
        with opened_state(settings):
            print(f"会話の続き: 書けます（{'HYOTEI_STATE_URL' if settings.state_url() else settings.home}）")
    except HyoteiError as error:
        print(f"会話の続き: {error.message}")
    for name, prefix in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-"), ("SLACK_SIGNING_SECRET", "")):
        try:
            settings.required(name, prefix)
            print(f"{name}: あります")
        except HyoteiError as error:
            print(f"{name}: {error.message}")
    return 0


_COMMANDS: Mapping[str, Callable[[SimpleNamespace], int]] = {
    "ask": _ask,
    "chat": _chat,
    "ingest": _on_document,
    "check": _on_document,
    "diff": _on_document,
    "build": _build,
    "slack": _slack,
    "misses": _misses,
    "stats": _stats,
    "doctor": _doctor,
}


def _leave(status: int) -> NoReturn:
    """End the process without taking everything apart, which takes longer than answering."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status or 1)  # Python says what it could not write
    atexit._run_exitfuncs()  # noqa: SLF001 - what is to be done at the end is done
    os._exit(status)


if __name__ == "__main__":
    _leave(main())
