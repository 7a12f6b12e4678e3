locals {
  role_id  = one(concat(aws_iam_role.this[*].name, data.aws_iam_role.existing[*].name))
  role_arn = one(concat(aws_iam_role.this[*].arn, data.aws_iam_role.existing[*].arn))
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_role ? 1 : 0

  name                 = local.role_name
  path                 = var.role_path
  description          = "Signs URLs for tenant ${var.name}: s3://${var.bucket_name}"
  assume_role_policy   = local.trust_policy
  max_session_duration = var.max_session_duration
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = length(local.role_name) <= 64
      error_message = "Tenant ${var.name}: the role's name ${local.role_name} has ${length(local.role_name)} characters, and IAM takes 64. Set role_name."
    }

    precondition {
      condition     = length(local.ways) > 0
      error_message = "Tenant ${var.name}: trust has no way to the role. Name an issuer, an association or a chain."
    }

    precondition {
      condition     = alltrue([for way in values(var.trust.issuers) : split(":", way.provider_arn)[4] == local.account])
      error_message = "Tenant ${var.name}: each provider_arn of trust.issuers must be of the tenant's own account, ${local.account}: IAM knows the OIDC providers of its own account only. Module cluster-oidc-provider makes one."
    }

    precondition {
      condition     = var.max_session_duration <= 3600 || length(var.trust.issuers) > 0
      error_message = "Tenant ${var.name}: max_session_duration is ${var.max_session_duration}, and without issuers a session lasts 3600 s at most: AWS caps chained roles at 1 h."
    }

    precondition {
      condition     = length(local.trust_policy) <= 4096
      error_message = "Tenant ${var.name}: the role's trust policy has ${length(local.trust_policy)} characters, and IAM takes 2,048, or 4,096 by a raised quota. Trust fewer clusters."
    }
  }
}

# An existing role keeps its trust policy, its boundary and its other policies.
data "aws_iam_role" "existing" {
  count = var.create && !var.create_role ? 1 : 0

  name = local.role_name

  lifecycle {
    postcondition {
      condition     = try(self.max_session_duration >= var.max_session_duration, true)
      error_message = "Tenant ${var.name}: role ${local.role_name} allows sessions of ${coalesce(self.max_session_duration, 0)} s, and max_session_duration is ${var.max_session_duration}. Raise the role's, or lower the input."
    }
  }
}

moved {
  from = aws_iam_role.this
  to   = aws_iam_role.this[0]
}
