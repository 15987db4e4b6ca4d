"""What people do, in the spelling of version 2."""
