"""From the corpus to files: pages, theme, search index, data package."""
