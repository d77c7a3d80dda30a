"""The part of fast start that makes the checks of arguments in generated classes faster."""
