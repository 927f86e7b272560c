"""The panel in lines: queue, sessions, agenda, pack, minutes, figures. All pure."""
