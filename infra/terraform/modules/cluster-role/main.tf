data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
  trust   = var.irsa != null ? "irsa" : try(var.pod_identity.disable_session_tags, false) ? "pod-identity-untagged" : "pod-identity"

  trust_policy = jsonencode(jsondecode(templatefile("${path.module}/policies/trust-${local.trust}.json.tftpl", {
    account         = local.account
    audience        = try(var.irsa.audience, "")
    cluster_arn     = "arn:${data.aws_partition.this.partition}:eks:${data.aws_region.this.region}:${local.account}:cluster/${try(var.pod_identity.cluster_name, "")}"
    issuer          = try(replace(var.irsa.provider_arn, "/^.*:oidc-provider\\//", ""), "")
    namespace       = var.namespace
    provider_arn    = try(var.irsa.provider_arn, "")
    service_account = var.service_account
  })))

  permissions = jsonencode(jsondecode(templatefile("${path.module}/policies/assume-targets.json.tftpl", {
    actions = jsonencode(concat(
      try(var.pod_identity.disable_session_tags, false) ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"],
      var.source_identity ? ["sts:SetSourceIdentity"] : [],
    ))
    target_role_arns = jsonencode(var.target_role_arns)
  })))
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "Pods of ${var.namespace}/${var.service_account}, on their way to the tenants' roles"
  assume_role_policy   = local.trust_policy
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = (var.irsa == null) != (var.pod_identity == null)
      error_message = "Role ${var.name}: set exactly one of irsa and pod_identity: a pod has one way to AWS."
    }

    precondition {
      condition     = var.pod_identity == null || length(var.target_role_arns) == 1
      error_message = "Role ${var.name}: with pod_identity target_role_arns names exactly one role: an association leads to one."
    }
  }
}

resource "aws_iam_role_policy" "targets" {
  name   = "tenants-roles"
  role   = aws_iam_role.this.name
  policy = local.permissions
}

resource "aws_eks_pod_identity_association" "this" {
  count = var.pod_identity == null ? 0 : 1

  cluster_name         = var.pod_identity.cluster_name
  namespace            = var.namespace
  service_account      = var.service_account
  role_arn             = aws_iam_role.this.arn
  target_role_arn      = var.target_role_arns[0]
  policy               = var.pod_identity.session_policy
  disable_session_tags = var.pod_identity.disable_session_tags
  tags                 = var.tags
}
