"""What one may do: answer tills in batches, quote, look up, report a day, load the directory tills are decided by."""
