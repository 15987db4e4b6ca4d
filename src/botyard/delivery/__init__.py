"""How an event reaches its recipient: told, polled, posted, tried again, given up."""
