"""Widgets: values and messages, no store and no law beyond its dataclasses."""
