"""What people see: pure functions from models to messages in Telegram HTML."""
