"""The part of fast start that starts Node at the same time as Python goes on, and has it load less."""
