"""What one may do: close a period, look at claims, write registers, note a payment."""
