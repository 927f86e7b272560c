"""Files in and out: tracker import, exports, iCalendar invitations."""
