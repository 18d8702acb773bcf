"""What a handler says it did, in the words of the log line."""

DONE = "done"
DROPPED = "dropped"
