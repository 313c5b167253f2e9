"""Find readers who are alike in one look, and what is about to expire in another."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DUE = sa.text("next_digest_at IS NOT NULL")
_EXPIRING = sa.text("state = 'pending' AND expires_at IS NOT NULL")

# Whoever changes a reader's topics, the reader has to be signed again: no statement can forget it.
_FORGET = "UPDATE subscribers SET signature = '' WHERE id = {row}.subscriber_id AND signature <> ''"
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER subscriptions_unsign_{verb.lower()} AFTER {verb} ON subscriptions "
    f"BEGIN {' '.join(_FORGET.format(row=row) + ';' for row in rows)} END"
    for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
)
POSTGRES_GUARDS = (
    f"""CREATE FUNCTION unsign_subscriber() RETURNS trigger AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN {_FORGET.format(row="OLD")}; END IF;
    IF TG_OP <> 'DELETE' THEN {_FORGET.format(row="NEW")}; END IF;
    RETURN NULL; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER subscriptions_unsign AFTER INSERT OR UPDATE OR DELETE ON subscriptions
    FOR EACH ROW EXECUTE FUNCTION unsign_subscriber()""",
)


def upgrade() -> None:
    """Add the signature, its guards, and the two indexes; readers are signed when they are next due."""
    op.add_column("subscribers", sa.Column("signature", sa.Text(), server_default="", nullable=False))
    op.drop_index("ix_subscribers_due", "subscribers")
    op.create_index(
        "ix_subscribers_due",
        "subscribers",
        ["next_digest_at", "signature", "cursor", "id"],
        unique=False,
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )
    op.create_index(
        "ix_deliveries_expiring",
        "deliveries",
        ["expires_at", "id"],
        unique=False,
        sqlite_where=_EXPIRING,
        postgresql_where=_EXPIRING,
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_GUARDS if sqlite else POSTGRES_GUARDS:
        op.execute(statement)
