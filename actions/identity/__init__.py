"""Who the citizen is: the identity provider's port, and the verification that one conversation may use."""
