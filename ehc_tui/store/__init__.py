"""SQLModel tables and the only SQL."""
