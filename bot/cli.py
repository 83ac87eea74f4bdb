"""The command line: `hyotei ask | chat | ingest | check | diff | build | slack | misses | stats | doctor`.

Exit status: 0 done; 1 done, but something needs a look; 2 bad usage or input, nothing changed. Errors are one Japanese line on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from records.errors import BadUsage, HyoteiError

_PROMPT = "質問> "
_HELP_WIDTH = 80
_QUIT = {"exit", "quit", "終了", "おわり", "q"}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"hyotei: 使い方が違います（{message}）。hyotei --help で使い方を見られます。", file=sys.stderr)
        raise SystemExit(2)

    def _get_formatter(self) -> argparse.HelpFormatter:
        # asked how wide the terminal is, argparse loads what unpacks archives, and it asks whenever an option is added
        return argparse.HelpFormatter(self.prog, width=_HELP_WIDTH)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    is_heard = sys.stdout is not None
    _use_utf8()
    options = _parser().parse_args(_as_typed(sys.argv[1:]) if arguments is None else arguments)
    try:
        if not is_heard and options.command != "slack":  # which answers elsewhere
            raise BadUsage("標準出力が閉じているので、答えを書けません。出力先を確かめてください。")
        status = int(options.run(options))
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


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="hyotei", description="業務実績評価の記録に、出典をつけて答えます。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    ask = commands.add_parser("ask", help="質問に一つ答える（--batch でまとめて）")
    ask.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    ask.add_argument("--batch", metavar="FILE", help="一行に一つの質問（JSON の配列は一つの会話）。- は標準入力")
    ask.add_argument("question", nargs="*", metavar="QUESTION", help="質問、または Slack の回答番号（ans-…）")
    ask.set_defaults(run=_ask)
    chat = commands.add_parser("chat", help="端末で会話する")
    chat.set_defaults(run=_chat)
    build = commands.add_parser("build", help="データのフォルダからデータベースを作る")
    build.add_argument("--out", metavar="FILE", help="作るファイル（既定は HYOTEI_HOME の中）")
    build.add_argument("folders", nargs="*", metavar="FOLDER", help="データのフォルダ（既定は付属と自前のすべて）")
    build.set_defaults(run=_build)
    _add_document_commands(commands)
    slack = commands.add_parser("slack", help="Slack のアプリを動かす（既定は Socket Mode）")
    slack.add_argument(
        "--http", metavar="HOST:PORT", help="Socket Mode の代わりに HTTP で待ち受ける（例：127.0.0.1:3000）"
    )
    slack.set_defaults(run=_slack)
    misses = commands.add_parser("misses", help="答えられなかった質問を、まとめて見る")
    misses.set_defaults(run=_misses)
    stats = commands.add_parser("stats", help="質問の数を、日と種類ごとに見る")
    stats.set_defaults(run=_stats)
    doctor = commands.add_parser("doctor", help="準備が整っているか調べる")
    doctor.set_defaults(run=_doctor)
    return parser


def _add_document_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    reading = commands.add_parser("ingest", help="業務実績評価書（テキスト）を読み、記録にする")
    reading.add_argument("file", metavar="FILE", help="評価書から抽出したテキスト（UTF-8）")
    reading.add_argument("--out", metavar="FOLDER", help="書き出すフォルダ（既定は HYOTEI_HOME の中）")
    reading.add_argument("--yes", action="store_true", help="すでにある記録との違いを確かめずに反映する")
    reading.add_argument("--partial", action="store_true", help="欠けや誤りがあっても、読めるところだけ読む")
    reading.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    reading.set_defaults(run=_on_document)
    checking = commands.add_parser("check", help="記録と文書を突き合わせる")
    checking.add_argument("file", metavar="FILE", help="評価書から抽出したテキスト")
    checking.add_argument("--data", metavar="FOLDER", help="突き合わせる記録（既定はこの文書の記録）")
    checking.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    checking.set_defaults(run=_on_document)
    comparing = commands.add_parser("diff", help="二つの記録のフォルダの違いを、記録ごとに示す")
    comparing.add_argument("before", metavar="FOLDER")
    comparing.add_argument("after", metavar="FOLDER")
    comparing.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    comparing.set_defaults(run=_on_document)


def _on_document(options: argparse.Namespace) -> int:
    from bot.document_commands import (  # reading documents loads what a question need not
        run_check,
        run_diff,
        run_ingest,
    )

    run = {"ingest": run_ingest, "check": run_check, "diff": run_diff}[options.command]
    return run(options)


def _ask(options: argparse.Namespace) -> int:
    from bot.ask import Desk
    from bot.render.json import render_json
    from bot.render.text import render_text
    from bot.replay import is_number, replay
    from bot.settings import read_settings

    render = render_json if options.json else render_text
    question = " ".join(options.question)
    if options.batch is not None and question:
        message = "--batch と質問は一緒に使えません。どちらか一つにしてください。"
        raise BadUsage(message)
    if options.batch is None and not options.question:
        message = "質問がありません。例：hyotei ask 'Ⅰ-1 の令和6年度評定は？'"
        raise BadUsage(message)
    settings = read_settings()
    desk = Desk(settings)
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


def _chat(_options: argparse.Namespace) -> int:
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


def _build(options: argparse.Namespace) -> int:
    from bot.settings import read_settings
    from records.build import build

    settings = read_settings()
    folders = tuple(Path(folder) for folder in options.folders) or settings.data_folders()
    destination = Path(options.out) if options.out else settings.database
    for loaded in build(folders, destination):
        print(f"{loaded.document_id}: {loaded.rows}行（{loaded.folder}）")
    print(f"データベースを作りました: {destination}")
    return 0


def _slack(options: argparse.Namespace) -> int:
    from bot.settings import read_settings
    from bot.slack.run import run  # Slack's libraries load only for this command: a question must not pay for them

    run(read_settings(), options.http)
    return 0


def _misses(_options: argparse.Namespace) -> int:
    from bot.reports import read_misses, render_misses
    from bot.settings import read_settings

    print(render_misses(read_misses(read_settings())))
    return 0


def _stats(_options: argparse.Namespace) -> int:
    from bot.reports import read_counts, render_stats
    from bot.settings import read_settings

    print(render_stats(read_counts(read_settings())))
    return 0


def _doctor(_options: argparse.Namespace) -> int:
    from bot.ask import Desk
    from bot.settings import read_settings

    settings = read_settings()
    desk = Desk(settings)
    desk.close()
    print(f"記録: 読めます（{settings.database}）")
    for name, prefix in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-"), ("SLACK_SIGNING_SECRET", "")):
        try:
            settings.required(name, prefix)
            print(f"{name}: あります")
        except HyoteiError as error:
            print(f"{name}: {error.message}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
