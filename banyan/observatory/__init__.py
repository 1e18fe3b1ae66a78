"""The picture: official files and partners' counts side by side, with how sure we are of each."""
