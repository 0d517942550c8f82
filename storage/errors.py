# ruff: noqa: N818 - a name says what is so, as one would say it to the operator
"""What can go wrong in the store, each with a sentence that says what to do."""

from sqlalchemy.exc import IntegrityError


class StoreError(Exception):
    """Base of everything that the store refuses."""


class KeysMissing(StoreError):
    """There is no key where the database needs one: put the keys file back, or restore it from its passphrase copy."""


class KeysDiffer(StoreError):
    """The keys at hand are not those that sealed this database."""


class KeysUnreadable(StoreError):
    """The keys, or their passphrase copy, cannot be read."""


class WrongKind(StoreError):
    """A practice bot met a live database, or the other way round."""


class InUse(StoreError):
    """Replicas are at work where nobody may be."""


class Reindexing(StoreError):
    """A change of the index key was begun and not ended: run `sasar keys rotate --index` again."""


class SchemaDiffers(StoreError):
    """The tables are older or newer than this program: run `sasar db upgrade`, or the newer program."""


class Unreadable(StoreError):
    """A sealed value does not open: its salt is gone, it was moved to another row, or it was changed."""


class Conflict(StoreError):
    """Somebody else saved this conversation since it was loaded: load it again and take the turn again."""


class NikTaken(StoreError):
    """Somebody with this NIK is here already."""


class ReferenceTaken(StoreError):
    """This reference number is in use: cut a new one and take the turn again."""


class CaseNotFound(StoreError):
    """No such registration, or not one of this contact's: the answer is the same."""


class LeaseLost(StoreError):
    """Another process took the lease over."""


class BackupBroken(StoreError):
    """A backup does not pass its integrity check, and nothing was restored."""


def named(error: IntegrityError) -> StoreError | IntegrityError:
    """The violation by its own name; PostgreSQL says the constraint, SQLite table and column."""
    words = str(error.orig)
    if "uq_person_nik_index" in words or "person.nik_index" in words:
        return NikTaken("somebody with this NIK is here already")
    if "uq_registration_reference" in words or "registration.reference" in words:
        return ReferenceTaken("this reference number is in use")
    return error
