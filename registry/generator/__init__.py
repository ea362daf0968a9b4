"""The project's own demonstration network: seeded, of any size, and marked as generated wherever it shows."""

from registry.generator.network import LARGEST, SMALLEST, Network, network

__all__ = ["LARGEST", "SMALLEST", "Network", "network"]
