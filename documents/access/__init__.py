"""The access log: who looked at whose data, when, from where and why, in a chain that shows every change."""
