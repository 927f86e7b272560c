"""Rows, clocks and rules as words, glyphs and style names: pure, for screens and command line alike."""
