"""What people do to a case: one function per act, one transaction, one audit entry, one undo."""
