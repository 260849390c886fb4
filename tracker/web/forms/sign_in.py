"""The sign-in form."""

from typing import Any

from flask_babel import gettext
from flask_security.forms import LoginForm
from wtforms import HiddenField

from tracker.web import fragments, unit


class SignInForm(LoginForm):
    """Address and password; one answer for a wrong address and a wrong password, so that neither can be guessed.

    `kept` carries the form that somebody was typing when their sign-in ran out.
    """

    remember = None  # type: ignore[assignment]
    kept = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(*args, **kwargs)
        if not fragments.is_local(self.next.data):
            self.next.data = ""

    def validate(self, **kwargs: Any) -> bool:  # noqa: ANN401 - the library's own signature
        if super().validate(**kwargs):
            self._keep_new_hash()
            return True
        if self.email.data and self.password.data and not self.user_authenticated:
            for field in (self.email, self.password):
                field.errors = []
            self.form_errors.append(gettext("The e-mail address or the password is not right."))
        return False

    def _keep_new_hash(self) -> None:
        """The password was hashed in an older way and has been hashed anew: the only thing a sign-in may write."""
        if self.user is not None and unit.session().is_modified(self.user):
            fresh = self.user.password
            unit.begin_writing()
            self.user.password = fresh
