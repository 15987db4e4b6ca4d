"""Who may call: the portal, webhook keys, scopes, passwords."""
