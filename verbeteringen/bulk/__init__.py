"""Many verbeteringen from one file: read, map columns, check, register, undo."""
