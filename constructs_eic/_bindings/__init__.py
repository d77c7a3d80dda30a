"""The only access to the framework and to the AWS provider's bindings.

No other package imports them. Every call into jsii is a round trip to Node, and each question is asked only once.
"""
