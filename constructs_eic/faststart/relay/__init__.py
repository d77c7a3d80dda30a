"""The part of fast start that sends messages to jsii's kernel directly, and notices its end."""
