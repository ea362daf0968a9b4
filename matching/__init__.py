"""The ranking engine: who fits a mission by what they have done, and why. It knows no database and no web."""
