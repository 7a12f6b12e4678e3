output "iam_role_arn" {
  description = "The role."
  value       = module.role.iam_role_arn
}

output "iam_role_name" {
  description = "The role's name."
  value       = module.role.iam_role_name
}

output "trust" {
  description = "By tenant, the chains of input trust of module tenant: the role, and the external id that the tenant's role asks for."
  value = {
    for id, external_id in local.external_ids : id => {
      for key, chain in module.role.trust.chains : key => merge(chain, { external_id = external_id })
    }
  }
}

output "policies" {
  description = "The documents as applied: trust and permissions. Each is null with create = false."
  value       = module.role.policies
}
