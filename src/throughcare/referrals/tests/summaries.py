"""The need of every referral in these tests, as codes."""

from throughcare.referrals.rules import Summary

BED = Summary(
    needs=("shelter",),
    age_band="18-24",
    service_for="women",
    languages=("hau",),
    children=("2-5",),
    access_needs=("step_free",),
    house_risk="some",
    travel="with_escort",
)
