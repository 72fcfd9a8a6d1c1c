"""How sign-in by django-allauth is made to do what this house needs."""
