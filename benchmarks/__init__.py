"""Measurements of the product, each a ratio in one run or a rank metric with an interval."""
