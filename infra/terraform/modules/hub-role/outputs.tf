output "role_arn" {
  description = "The role."
  value       = module.role.role_arn
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
  description = "The documents as applied: trust and permissions."
  value       = module.role.policies
}
