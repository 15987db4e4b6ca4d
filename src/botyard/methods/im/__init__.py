"""The people's side: what a person does in the messenger."""
