"""socert: electronic social certificates, decided at the till, line by line, with reasons."""
