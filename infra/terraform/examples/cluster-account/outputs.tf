output "trust" {
  description = "For each tenant, the value of input trust in the tenant's root."
  value       = { for tenant, role in module.cluster_role : tenant => role.trust }
}
