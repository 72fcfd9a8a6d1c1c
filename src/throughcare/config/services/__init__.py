"""What the house itself does: its rounds, its way back, and whether it is fit for production."""
