"""What cannot be linked as it was given, said so that it can be put right."""


class Unusable(ValueError):
    """A table, schema, key or encoding file cannot be used; the text says why and what to do.

    The text names rows, columns and files, never a value of a person.
    """
