"""What workers do in tests: they obey."""

import os
import sys
import time
from collections.abc import Mapping
from typing import Any


def obey(fields: Mapping[str, Any], payload: bytes) -> dict[str, Any]:
    """Do what ``fields["do"]`` says."""
    match fields.get("do"):
        case "spin":
            _spin()
        case "nap":
            time.sleep(600)
        case "eat":
            return {"size": len(bytearray(2**34))}
        case "fail":
            raise LookupError("a secret text")
        case "die":
            os._exit(3)
        case "print":
            print("this is no answer")  # noqa: T201 the noise of a library
        case "babble":
            os.write(_answers(), b"\xff" * 64)
    return {
        "pid": os.getpid(),
        "size": len(payload),
        "echo": fields.get("echo"),
        "environment": sorted(os.environ),
        "modules": sorted(sys.modules),
    }


def _spin() -> None:
    while True:
        pass


def _answers() -> int:
    """Find the pipe to the parent: the highest descriptor that is open."""
    return max(number for number in range(3, 64) if _is_open(number))


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
