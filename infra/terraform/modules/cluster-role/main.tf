data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region
  subject   = "system:serviceaccount:${var.namespace}:${var.service_account}"

  # The associations for which EKS itself assumes the target role. For the others, the service assumes it.
  targeted  = { for key, each in var.associations : key => each if each.assume_target }
  all_untag = length(var.associations) > 0 && alltrue([for each in values(var.associations) : each.disable_session_tags])

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        for index, key in keys(var.issuers) : jsondecode(templatefile("${path.module}/policies/trust-irsa.json.tftpl", {
          number       = index == 0 ? "" : tostring(index + 1)
          provider_arn = var.issuers[key].provider_arn
          issuer       = replace(var.issuers[key].provider_arn, "/^.*:oidc-provider\\//", "")
          subject      = local.subject
          audience     = var.issuers[key].audience
        }))
      ],
      [
        for index, key in keys(var.associations) : jsondecode(templatefile("${path.module}/policies/trust-${var.associations[key].disable_session_tags ? "pod-identity-untagged" : "pod-identity"}.json.tftpl", {
          number          = index == 0 ? "" : tostring(index + 1)
          account         = local.account
          cluster_arn     = "arn:${local.partition}:eks:${local.region}:${local.account}:cluster/${var.associations[key].cluster_name}"
          namespace       = var.namespace
          service_account = var.service_account
        }))
      ],
    )
  })

  permissions = jsonencode(jsondecode(templatefile("${path.module}/policies/assume-targets.json.tftpl", {
    actions = jsonencode(concat(
      length(var.issuers) == 0 && local.all_untag ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"],
      var.source_identity ? ["sts:SetSourceIdentity"] : [],
    ))
    target_role_arns = jsonencode(var.target_role_arns)
  })))
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name                 = var.name
  description          = "Pods of ${var.namespace}/${var.service_account}, which assume the tenants' roles"
  assume_role_policy   = local.trust_policy
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = length(var.issuers) + length(var.associations) > 0
      error_message = "Role ${var.name}: issuers and associations are empty. Name at least one way for pods to become the role."
    }

    precondition {
      condition     = alltrue([for way in values(var.issuers) : startswith(way.provider_arn, "arn:${local.partition}:iam::${local.account}:")])
      error_message = "Role ${var.name}: each provider_arn of issuers must be of the cluster's account, ${local.account} of partition ${local.partition}, in which the aws provider acts: IAM knows the OIDC providers of its own account only."
    }

    precondition {
      condition     = alltrue([for arn in var.target_role_arns : split(":", arn)[1] == local.partition])
      error_message = "Role ${var.name}: target_role_arns must be of partition ${local.partition}: no role can be assumed from another one."
    }

    precondition {
      condition     = length(local.targeted) == 0 || length(var.target_role_arns) == 1
      error_message = "Role ${var.name}: target_role_arns must name exactly one role, since an association leads to one. With assume_target = false the service itself assumes one of several."
    }
  }
}

resource "aws_iam_role_policy" "targets" {
  count = var.create ? 1 : 0

  name   = "tenants-roles"
  role   = aws_iam_role.this[0].name
  policy = local.permissions
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = var.create ? var.associations : {}

  cluster_name         = each.value.cluster_name
  namespace            = var.namespace
  service_account      = var.service_account
  role_arn             = aws_iam_role.this[0].arn
  target_role_arn      = each.value.assume_target ? var.target_role_arns[0] : null
  policy               = each.value.session_policy
  disable_session_tags = each.value.disable_session_tags
  tags                 = var.tags
}

moved {
  from = aws_iam_role.this
  to   = aws_iam_role.this[0]
}

moved {
  from = aws_iam_role_policy.targets
  to   = aws_iam_role_policy.targets[0]
}
