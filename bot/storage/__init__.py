"""The only place with SQL: an engine, the tables, one repository of functions per aggregate.

Every repository function takes the connection of the caller's transaction first; ``Database.read`` and
``Database.write`` give one.
"""
