"""An embedded Bot API server on loopback, with people to chat with; it imports nothing else of `bot`."""

from bot.emulator.clock import EmulatorClock
from bot.emulator.errors import ActionError, ApiError
from bot.emulator.faults import Fault, FaultScript
from bot.emulator.groups import Group
from bot.emulator.limits import Limits
from bot.emulator.log import Call, Delivery, DeliveryLog
from bot.emulator.people import CallbackAnswer, Person
from bot.emulator.script import Script, ScriptError
from bot.emulator.server import Emulator

__all__ = [
    "ActionError",
    "ApiError",
    "Call",
    "CallbackAnswer",
    "Delivery",
    "DeliveryLog",
    "Emulator",
    "EmulatorClock",
    "Fault",
    "FaultScript",
    "Group",
    "Limits",
    "Person",
    "Script",
    "ScriptError",
]
