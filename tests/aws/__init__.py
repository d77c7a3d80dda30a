"""What AWS itself answers: `make aws` asks a real account, records the answers, and removes what it created."""
