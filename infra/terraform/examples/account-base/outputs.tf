output "oidc_provider_arns" {
  description = "The providers, by cluster."
  value       = { for cluster, provider in module.oidc_provider : cluster => provider.arn }
}

output "access_log_bucket" {
  description = "The bucket for access logs."
  value       = module.logs.access_log_bucket
}

output "trail_arn" {
  description = "The trail."
  value       = module.logs.trail_arn
}
