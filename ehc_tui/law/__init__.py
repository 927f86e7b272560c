"""The statute: pure functions over frozen dataclasses, fed by the dated and cited records in `data/law`."""
