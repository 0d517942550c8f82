"""What a practice village is filled with, each part by its own file."""
