"""The worker's side: ``python -m bot.workers.child module:function memory cpu`` answers until its input ends.

The function gets the message's fields and payload and gives the answer's fields. An exception is answered by
the name of its class alone, since its text may quote what a stranger sent.
"""

import importlib
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from bot.workers.frames import HEAD, fields_of, frame

Answer = Callable[[Mapping[str, Any], bytes], dict[str, Any]]

_PARENT_CHECK = 1.0  # seconds


def main(arguments: list[str]) -> None:
    """Run a worker: its function's name, its address space in bytes, its CPU seconds for one message."""
    target, memory, cpu = arguments
    _leave_signals_to_the_parent()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    with suppress(ValueError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    output = _take_stdout()
    function = _function(target)
    _silence_libraries()
    _serve(function, sys.stdin.buffer, output, int(cpu))


def _leave_signals_to_the_parent() -> None:
    """Stay alive while the bot finishes its work after a signal to the whole group; it ends us itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _end_with(parent: int) -> None:
    """End when the bot is gone, even in the middle of work; an idle worker sees its input end before."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK)
    os._exit(1)


def _take_stdout() -> BinaryIO:
    """Keep the pipe to the parent for answers alone."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _silence_libraries() -> None:
    """Drop what libraries print from now on, since it may quote what a stranger sent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _function(target: str) -> Answer:
    module, name = target.split(":")
    function: Answer = getattr(importlib.import_module(module), name)
    return function


def _serve(function: Answer, source: BinaryIO, output: BinaryIO, cpu: int) -> None:
    with suppress(BrokenPipeError):
        while head := source.read(HEAD.size):
            text, payload = (source.read(length) for length in HEAD.unpack(head))
            _allow_cpu(cpu)
            output.write(frame(_answer(function, fields_of(text), payload)))
            output.flush()


def _allow_cpu(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + 1 + seconds, hard))


def _answer(function: Answer, fields: Mapping[str, Any], payload: bytes) -> dict[str, Any]:
    try:
        return {"answer": function(fields, payload)}
    except MemoryError:
        raise  # the process is worn out: its end is the answer
    except Exception as error:  # noqa: BLE001 a bug in one message must not end the others' worker
        return {"failed": type(error).__name__}


if __name__ == "__main__":
    main(sys.argv[1:])
