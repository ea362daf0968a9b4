"""The commands: one module per thing that can be asked for on the command line, put together by `api.cli`."""
