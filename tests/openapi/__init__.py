"""Asking every request of the OpenAPI document with generated input: `python -m tests.openapi`."""
