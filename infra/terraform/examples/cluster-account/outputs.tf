output "trust" {
  description = "For each tenant what trust of its root must have."
  value       = { for tenant, role in module.cluster_role : tenant => role.trust }
}
