"""PostgreSQL for Django: the server that ``DATABASE_URL`` names, else one of our own."""
