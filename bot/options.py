"""The command line as it may be typed: commands, options and their help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import NoReturn

_HELP_WIDTH = 80


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"hyotei: 使い方が違います（{message}）。hyotei --help で使い方を見られます。", file=sys.stderr)
        raise SystemExit(2)

    def _get_formatter(self) -> argparse.HelpFormatter:
        # asked how wide the terminal is, argparse loads what unpacks archives, and it asks whenever an option is added
        return argparse.HelpFormatter(self.prog, width=_HELP_WIDTH)


def read_options(arguments: Sequence[str]) -> SimpleNamespace:
    """`command` and its options; or says in Japanese what is wrong with *arguments*, and exits with 2."""
    return SimpleNamespace(**vars(_parser().parse_args(arguments)))


def _parser() -> argparse.ArgumentParser:
    whole = _Parser(prog="hyotei", description="業務実績評価の記録に、出典をつけて答えます。")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    ask = commands.add_parser("ask", help="質問に一つ答える（--batch でまとめて）")
    ask.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    ask.add_argument("--batch", metavar="FILE", help="一行に一つの質問（JSON の配列は一つの会話）。- は標準入力")
    ask.add_argument("question", nargs="*", metavar="QUESTION", help="質問、または Slack の回答番号（ans-…）")
    commands.add_parser("chat", help="端末で会話する")
    build = commands.add_parser("build", help="データのフォルダからデータベースを作る")
    build.add_argument("--out", metavar="FILE", help="作るファイル（既定は HYOTEI_HOME の中）")
    build.add_argument("folders", nargs="*", metavar="FOLDER", help="データのフォルダ（既定は付属と自前のすべて）")
    _add_document_commands(commands)
    slack = commands.add_parser("slack", help="Slack のアプリを動かす（既定は Socket Mode）")
    slack.add_argument(
        "--http", metavar="HOST:PORT", help="Socket Mode の代わりに HTTP で待ち受ける（例：127.0.0.1:3000）"
    )
    commands.add_parser("misses", help="答えられなかった質問を、まとめて見る")
    commands.add_parser("stats", help="質問の数を、日と種類ごとに見る")
    commands.add_parser("doctor", help="準備が整っているか調べる")
    return whole


def _add_document_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    reading = commands.add_parser("ingest", help="業務実績評価書（テキスト）を読み、記録にする")
    reading.add_argument("file", metavar="FILE", help="評価書から抽出したテキスト（UTF-8）")
    reading.add_argument("--out", metavar="FOLDER", help="書き出すフォルダ（既定は HYOTEI_HOME の中）")
    reading.add_argument("--yes", action="store_true", help="すでにある記録との違いを確かめずに反映する")
    reading.add_argument("--partial", action="store_true", help="欠けや誤りがあっても、読めるところだけ読む")
    reading.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    checking = commands.add_parser("check", help="記録と文書を突き合わせる")
    checking.add_argument("file", metavar="FILE", help="評価書から抽出したテキスト")
    checking.add_argument("--data", metavar="FOLDER", help="突き合わせる記録（既定はこの文書の記録）")
    checking.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
    comparing = commands.add_parser("diff", help="二つの記録のフォルダの違いを、記録ごとに示す")
    comparing.add_argument("before", metavar="FOLDER")
    comparing.add_argument("after", metavar="FOLDER")
    comparing.add_argument("--json", action="store_true", help="機械向けの JSON を一行で出す")
