output "role_arn" {
  description = "The role: source_role_arn of module tenant."
  value       = aws_iam_role.this.arn
}

output "external_id" {
  description = "pod_identity: what EKS says to the target role; external_id of module tenant."
  value       = try(aws_eks_pod_identity_association.this[0].external_id, null)
}

output "agreement" {
  description = "What tenant:check compares with overlay and cluster, instead of module tenant's: whom this role lets in."
  value = {
    subject  = "system:serviceaccount:${var.namespace}:${var.service_account}"
    issuer   = try(replace(var.irsa.provider_arn, "/^.*:oidc-provider\\//", ""), null)
    audience = try(var.irsa.audience, null)
  }
}

output "policies" {
  description = "The documents as applied: trust and permissions."
  value = {
    trust       = local.trust_policy
    permissions = local.permissions
  }
}
