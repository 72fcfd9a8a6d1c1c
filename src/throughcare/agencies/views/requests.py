"""A request that came through the door: it knows who acts."""

from django.http import HttpRequest

from throughcare.kernel.actors import Actor


class StaffRequest(HttpRequest):
    """A request of somebody signed in."""

    actor: Actor
