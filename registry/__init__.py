"""What an expert, an institute and a mission are, the rules, and what may be done."""
