"""Outside text in: pages fetched with care, files, both parsed in processes that may be killed."""
