"""The commands of the command line, a module for each group; importing them is quick."""
