"""Telegram in: each callback parses, calls one service and shows one view."""
