"""Tell which units owe which tasks, by the names that plans and reports print."""
