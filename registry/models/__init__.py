"""What the registry's subjects are: plain pydantic models that know neither database nor web."""
