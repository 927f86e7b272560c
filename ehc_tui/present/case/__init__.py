"""A case in words and lines: pure functions from a `CaseFile` to runs of text for the case screen's tabs."""
