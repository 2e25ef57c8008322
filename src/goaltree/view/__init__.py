"""Views of a plan as lines of text for a terminal: one module a view, no command line in them."""
