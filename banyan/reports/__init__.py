"""Anonymous intake: telling an organisation what happened, its answer, and the receipt between them."""
