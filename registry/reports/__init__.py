"""The reports: facts about the network as plain models, each figure with its definition and the way to its rows."""
