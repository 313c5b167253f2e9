"""What can go wrong: a refusal of the Bot API, and a thing that a person cannot do."""

from typing import Any


class ApiError(Exception):
    """A Bot API refusal: code and description as Telegram words them."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Gives the JSON object that the Bot API answers with."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class ActionError(Exception):
    """Something that a person, a test or the chat page asked for and that cannot be done, in one sentence."""


def bad_request(description: str, **parameters: Any) -> ApiError:
    """Makes a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> ApiError:
    """Makes a 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    """Makes a 409 with Telegram's prefix."""
    return ApiError(409, f"Conflict: {description}")


def too_many_requests(retry_after: int) -> ApiError:
    """Makes a 429 that names the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
