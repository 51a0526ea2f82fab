"""The practice agencies in one process: identity provider with its phones, registers, faults on demand."""

from actions.agencies.app import create_app

__all__ = ["create_app"]
