"""What people type about items: header and body, relations, decisions. Values only; nothing is saved."""
