"""Following a plan while it runs: what is off, who answers for it, what is done about it."""
