"""The outbox: what people are to be told, written in the same transaction as what happened and sent afterwards,
once.
"""
