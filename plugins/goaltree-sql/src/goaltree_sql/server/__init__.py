"""The kinds of servers: how each is opened so that it only reads, for some time, and how it fails."""
