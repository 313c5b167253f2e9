"""The bot as it is, but for its pace; the settings come from the environment."""

import sys

from bot import app
from bot.settings import load_settings

if __name__ == "__main__":
    settings, _ = load_settings(require_token=True)
    # Above what the settings allow, since here the work is measured and not Telegram's limit.
    sys.exit(app.run(settings.model_copy(update={"send_rate": 1_000_000})))
