"""The pictures of the pages. Their colors are readable on a light and on a dark page, so one picture is enough."""
