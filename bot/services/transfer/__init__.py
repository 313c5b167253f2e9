"""Articles, topics and subscribers in and out, in one schema both ways."""

from bot.services.transfer.exporting import export_file, export_to
from bot.services.transfer.files import Format, format_of
from bot.services.transfer.importing import Imported, Tally, import_file

__all__ = ["Format", "Imported", "Tally", "export_file", "export_to", "format_of", "import_file"]
