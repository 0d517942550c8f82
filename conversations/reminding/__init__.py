"""What people are reminded of, when, by whom and how often: decided from values, without a clock or a store."""
