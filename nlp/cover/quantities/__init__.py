"""Compare what evidence states in numbers with what a task asks for."""
