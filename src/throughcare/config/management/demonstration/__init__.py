"""The demonstration country: invented, told through the services, alike for a seed and a moment.

First read `stories/`: what happens to people. `telling.py` runs them side by side in order of
time, `thread.py` has one method for each step, the other files say who and what there is.
"""
