"""What happens to the people of the invented country.

A story yields the moment of its next step and takes that step when it is told to go on; so many
stories are told side by side, in order of time, and each stands where it is when the year ends.
"""
