"""Triage and casework for Education, Health and Care needs assessments in England."""

__version__ = "0.1.0"
