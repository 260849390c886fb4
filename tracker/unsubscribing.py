"""The signed address by which somebody stops reminders without signing in. It holds for as long as the secret does."""

from itsdangerous import BadSignature, URLSafeSerializer

_SALT = "unsubscribe"


def token(secret_key: str, user_id: int) -> str:
    """What stands in the address of one account."""
    return str(URLSafeSerializer(secret_key, salt=_SALT).dumps(user_id))


def user_of(secret_key: str, given: str) -> int | None:
    """The account that a token was made for; None where it was not made here."""
    try:
        found = URLSafeSerializer(secret_key, salt=_SALT).loads(given)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None
