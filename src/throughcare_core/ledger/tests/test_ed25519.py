import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.ledger.ed25519 import BASE, FIELD, ORDER, decode_point, verify_signature

# RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e397"
        "01cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f361"
        "3d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76"
        "0984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c"
        "66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]

# The eight points of small order: whoever names one as a key could sign without owning anything.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


def accepted_by_openssl(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_signatures_of_the_standard_verify(key: str, message: bytes, signature: str) -> None:
    owner, signed = bytes.fromhex(key), bytes.fromhex(signature)
    assert verify_signature(owner, message, signed)
    assert not verify_signature(owner, message + b"\x00", signed)
    assert not verify_signature(owner[:-1], message, signed)
    assert not verify_signature(owner, message, signed + b"\x00")


def test_the_base_point_has_y_four_fifths_and_even_x() -> None:
    assert BASE.y * 5 % FIELD == 4
    assert decode_point(BASE.y.to_bytes(32, "little")) == BASE


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 8 * 96 - 1))
def test_every_judgement_is_that_of_openssl(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify_signature(key, message, signature)
    flipped = int.from_bytes(key + signature, "little") ^ 1 << bit
    changed = flipped.to_bytes(96, "little")
    assert not verify_signature(changed[:32], message, changed[32:])
    assert not accepted_by_openssl(changed[:32], message, changed[32:])


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_a_second_signature_made_by_adding_the_order_is_refused(
    key: str, message: bytes, signature: str
) -> None:
    first = bytes.fromhex(signature)
    scalar = int.from_bytes(first[32:], "little") + ORDER
    second = first[:32] + scalar.to_bytes(32, "little")
    assert not verify_signature(bytes.fromhex(key), message, second)


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_that_anybody_can_sign_for_is_refused(key: str) -> None:
    owner = bytes.fromhex(key)
    # R = s·B with s = 1: where the challenge takes the key to zero, the equation holds.
    forged = BASE.y.to_bytes(32, "little") + (1).to_bytes(32, "little")
    messages = [b"head %d" % number for number in range(64)]
    assert decode_point(owner) is not None
    assert any(accepted_by_openssl(owner, message, forged) for message in messages)
    assert not any(verify_signature(owner, message, forged) for message in messages)


def test_points_off_the_curve_and_second_encodings_are_refused() -> None:
    off_the_curve = (2).to_bytes(32, "little")
    y_too_large = (FIELD + 1).to_bytes(32, "little")
    minus_zero = (1 | 1 << 255).to_bytes(32, "little")
    for encoded in (off_the_curve, y_too_large, minus_zero):
        assert decode_point(encoded) is None
        assert not verify_signature(encoded, b"", bytes(64))
