"""What this app keeps sealed besides `EncryptedTextField`; read by every rotation of keys."""

from base.key_rotation import SealedColumn, declare_sealed

declare_sealed(SealedColumn("base_stagedrow", "secret"))
declare_sealed(SealedColumn("base_idempotentanswer", "body"))
