locals {
  create_key = var.create && var.encryption.type == "sse-kms" && var.encryption.key_arn == null
  key_arn    = local.create_key ? aws_kms_key.this[0].arn : var.encryption.key_arn
}

resource "aws_kms_key" "this" {
  count = local.create_key ? 1 : 0

  description             = "Objects of tenant ${var.name}: s3://${var.bucket_name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = var.tags

  policy = jsonencode(jsondecode(templatefile("${path.module}/policies/kms-key.json.tftpl", {
    account   = local.account
    partition = local.partition
  })))
}

resource "aws_kms_alias" "this" {
  count = local.create_key ? 1 : 0

  # An alias in KMS allows fewer characters than a name in IAM: KMS API, CreateAlias.
  name          = "alias/${replace(local.role_name, "/[^\\w-]/", "-")}"
  target_key_id = aws_kms_key.this[0].key_id
}
