"""How a file is refused."""


class SheetRefusedError(Exception):
    """A file that is not read; `code` is the key of the sentence that says why (`core_answer.refused`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
