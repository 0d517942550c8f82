"""What cannot be done, in a sentence that tells the operator what to do instead."""


class Sorry(Exception):  # noqa: N818 - it is what the program says
    """Base of every refusal whose words are meant to be read by the operator; they never hold a secret."""
