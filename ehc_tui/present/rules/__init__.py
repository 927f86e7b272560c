"""The rule book in lines: rules found and in words, calculations, exceptions relied on, readings."""
