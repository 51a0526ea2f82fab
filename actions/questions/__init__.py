"""The operator's own questions and answers: imported from a CSV file, found again by words and by meaning."""
