"""Static files under hashed names, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    # Our script imports another: without this it would ask for a name that a browser may have kept from long ago.
    support_js_module_import_aggregation = True
