"""The rules, one in each file; the file's name is the rule's name."""
