output "iam_role_arn" {
  description = "The ARN of the role."
  value       = module.role.iam_role_arn
}

output "iam_role_name" {
  description = "The name of the role."
  value       = module.role.iam_role_name
}

output "trust" {
  description = "For each tenant, chains of input trust of module tenant: the ARN of the role, and the external id that the tenant's role requires."
  value = {
    for id, external_id in local.external_ids : id => {
      for key, chain in module.role.trust.chains : key => merge(chain, { external_id = external_id })
    }
  }
}

output "policies" {
  description = "The policy documents as applied: trust and permissions. Each is null with create = false."
  value       = module.role.policies
}
