"""Figures of speed and weight: one file a figure, two sizes and two data bases side by side."""
