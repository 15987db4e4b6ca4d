"""Events of applications."""
