"""From a document to what it holds: a plan's tasks with parties, deadlines and targets, or a report's passages."""
