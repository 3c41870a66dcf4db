"""What is done to the storage beside the mail: made ready before the first letter, cleared of what is past its term every day.

Each runs in a short-lived process of its own: it needs threads and memory that the supervisor must not have.
"""

from gateway import clock
from gateway.config.settings import Settings
from gateway.log import logger
from gateway.storage.blobs import open_blobs
from gateway.storage.keys import audit_key
from gateway.storage.ledger import Ledger
from gateway.storage.retention import maintain
from gateway.storage.store import open_store
from gateway.storage.upgrade import upgrade

log = logger("upkeep")


def prepare_storage(settings: Settings) -> None:
    """Bring the schema up to date and settle what an earlier run left unfinished."""
    upgrade(settings.database)
    ledger = Ledger(settings.database, open_blobs(settings.blobs), audit_key(settings.data), "start")
    try:
        settled = ledger.settle(None, frozenset())
    finally:
        ledger.close()
    if settled:
        log.warning("settled what an earlier run left unfinished", letters=settled)


def clear_storage(settings: Settings) -> None:
    """Clear what is kept no longer: recorded answers, expired letters, old records, blobs that nothing names."""
    with open_store(settings) as store:
        cleared = maintain(store.database, store.blobs, store.key, settings.retention, clock.now())
    if cleared.broken is not None:
        log.error("the audit chain is broken; run: vanthu audit verify", record=cleared.broken)
    log.info("cleared", answers=cleared.answers, expired=cleared.expired, records=cleared.records, blobs=cleared.blobs)
