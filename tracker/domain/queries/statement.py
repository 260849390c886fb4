"""The type of a statement whose columns are nobody's business but its reader's."""

from typing import Any, TypeAlias

import sqlalchemy as sa

Statement: TypeAlias = sa.Select[*tuple[Any, ...]]
