"""Dutybook: job duties as YAML, checked, compiled into papers, scored and explained."""

__version__ = "0.4.0"
