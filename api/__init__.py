"""Every way into the registry: the JSON interface, the pages and the command line."""
