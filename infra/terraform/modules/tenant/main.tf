data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region

  role_name       = coalesce(var.role_name, "${var.name}-presign")
  mode            = var.trust.irsa != null ? "irsa" : var.trust.pod_identity != null ? "pod-identity" : "chained"
  source_role_arn = try(var.trust.pod_identity.source_role_arn, var.trust.chained.source_role_arn, null)
  external_id     = try(var.trust.pod_identity.external_id, var.trust.chained.external_id, null)
  bucket_arn      = "arn:${local.partition}:s3:::${var.bucket_name}"
}

resource "aws_iam_role" "this" {
  name                 = local.role_name
  path                 = var.role_path
  description          = "Signs URLs for tenant ${var.name}: s3://${var.bucket_name}"
  assume_role_policy   = local.trust_policy
  max_session_duration = var.max_session_duration
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = var.account_id == null || local.account == var.account_id
      error_message = "Tenant ${var.name}: the aws provider acts in account ${local.account}, and account_id is ${coalesce(var.account_id, "-")}: give module tenant the provider of the tenant's account."
    }

    precondition {
      condition     = var.account_id == null || try(split(":", var.trust.irsa.provider_arn)[4], var.account_id) == var.account_id
      error_message = "Tenant ${var.name}: trust.irsa.provider_arn must be of the tenant's own account, ${coalesce(var.account_id, "-")}: IAM knows the OIDC providers of its own account only."
    }

    precondition {
      condition     = var.max_session_duration <= 3600 || local.mode == "irsa"
      error_message = "Tenant ${var.name}: max_session_duration is ${var.max_session_duration}, and a session by ${local.mode} lasts 3600 s at most: AWS caps chained roles at 1 h."
    }

    precondition {
      condition     = var.max_expires_in <= var.max_session_duration
      error_message = "Tenant ${var.name}: max_expires_in is ${var.max_expires_in}, and no session lasts longer than max_session_duration, ${var.max_session_duration}: a URL dies with its session."
    }

    precondition {
      condition     = try(split(":", var.encryption.key_arn)[3], local.region) == local.region
      error_message = "Tenant ${var.name}: encryption.key_arn is a key of ${try(split(":", var.encryption.key_arn)[3], "-")}, and the bucket is in ${local.region}: S3 takes keys of the bucket's Region only."
    }

    precondition {
      condition     = length(local.s3_policy) + length(jsonencode(local.kms_actions)) <= 9800
      error_message = "Tenant ${var.name}: the role's policies are longer than IAM's 10,240 characters: grant fewer, shorter prefixes."
    }
  }
}

resource "aws_iam_role_policy" "s3" {
  name   = "s3"
  role   = aws_iam_role.this.name
  policy = local.s3_policy
}

resource "aws_iam_role_policy" "kms" {
  count = local.uses_kms ? 1 : 0

  name   = "kms"
  role   = aws_iam_role.this.name
  policy = local.kms_policy
}
