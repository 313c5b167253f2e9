"""Worker processes: warm, reused, limited in memory and time, killable; they end with their parent."""

from bot.workers.pool import Workers
from bot.workers.worker import Job, WorkerStoppedError

__all__ = ["Job", "WorkerStoppedError", "Workers"]
