output "iam_role_arn" {
  description = "The ARN of the role."
  value       = one(aws_iam_role.this[*].arn)
}

output "iam_role_name" {
  description = "The name of the role."
  value       = one(aws_iam_role.this[*].name)
}

output "external_ids" {
  description = "The external ids that EKS sends to the target role, for each association with assume_target."
  value       = { for key, each in aws_eks_pod_identity_association.this : key => each.external_id if var.associations[key].assume_target }
}

output "trust" {
  description = "Input trust of module tenant for this role: associations if EKS assumes the target role, chains if the service does. Merge it with the tenant's other ways of trust."
  value = {
    associations = {
      for key, each in aws_eks_pod_identity_association.this : key => {
        source_role_arn = aws_iam_role.this[0].arn
        external_id     = each.external_id
        subject         = local.subject
      } if var.associations[key].assume_target
    }
    chains = var.create && (length(var.issuers) > 0 || length(local.targeted) < length(var.associations)) ? {
      (coalesce(try(keys(var.issuers)[0], null), try(keys(var.associations)[0], null), "none")) = {
        source_role_arn = aws_iam_role.this[0].arn
        external_id     = var.external_id
        source_identity = var.source_identity
        subject         = local.subject
        issuer          = length(var.issuers) == 1 ? replace(values(var.issuers)[0].provider_arn, "/^.*:oidc-provider\\//", "") : null
        audience        = length(var.issuers) == 1 ? values(var.issuers)[0].audience : null
      }
    } : {}
  }
}

output "policies" {
  description = "The policy documents as applied: trust and permissions. Each is null with create = false."
  value = {
    trust       = var.create ? local.trust_policy : null
    permissions = var.create ? local.permissions : null
  }
}
