data "aws_caller_identity" "this" {
  lifecycle {
    postcondition {
      condition     = !var.create || var.account_id == null || self.account_id == var.account_id
      error_message = "Tenant ${var.name}: the aws provider acts in account ${self.account_id}, and account_id is ${coalesce(var.account_id, "-")}. Give module tenant the provider of the tenant's account."
    }
  }
}

data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region

  role_name  = coalesce(var.role_name, "${var.name}-presign")
  bucket_arn = "arn:${local.partition}:s3:::${var.bucket_name}"

  # The ARNs of another partition. Roles, keys and buckets of another partition can't be used.
  foreign_arns = [
    for arn in concat(
      [for way in values(var.trust.issuers) : way.provider_arn],
      [for way in concat(values(var.trust.associations), values(var.trust.chains)) : way.source_role_arn],
      compact([var.encryption.key_arn, var.permissions_boundary_arn]),
    ) : arn if split(":", arn)[1] != local.partition
  ]
}

resource "aws_iam_role_policy" "s3" {
  count = var.create ? 1 : 0

  name   = var.create_role ? "s3" : "${var.name}-presign-s3"
  role   = local.role_id
  policy = local.s3_policy

  lifecycle {
    precondition {
      condition     = length(local.foreign_arns) == 0
      error_message = "Tenant ${var.name}: the aws provider acts in partition ${local.partition}, and ${join(", ", local.foreign_arns)} is of another one."
    }

    precondition {
      condition     = var.max_expires_in <= var.max_session_duration
      error_message = "Tenant ${var.name}: max_expires_in is ${var.max_expires_in}, and no session lasts longer than max_session_duration, ${var.max_session_duration}: a URL expires with its session."
    }

    precondition {
      condition     = try(split(":", var.encryption.key_arn)[3], local.region) == local.region
      error_message = "Tenant ${var.name}: encryption.key_arn is a key of ${try(split(":", var.encryption.key_arn)[3], "-")}, and the bucket is in ${local.region}: S3 takes keys of the bucket's Region only."
    }

    precondition {
      condition     = length(local.s3_policy) + length(jsonencode(local.kms_actions)) <= 9800
      error_message = "Tenant ${var.name}: the role's policies are longer than IAM's 10,240 characters. Grant fewer, shorter prefixes."
    }
  }
}

resource "aws_iam_role_policy" "kms" {
  count = local.uses_kms ? 1 : 0

  name   = var.create_role ? "kms" : "${var.name}-presign-kms"
  role   = local.role_id
  policy = local.kms_policy
}

moved {
  from = aws_iam_role_policy.s3
  to   = aws_iam_role_policy.s3[0]
}
