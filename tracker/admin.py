"""The desk, where Django looks for it."""
