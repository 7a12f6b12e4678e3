output "oidc_provider_arns" {
  description = "The ARNs of the OIDC providers, by cluster."
  value       = { for cluster, provider in module.oidc_provider : cluster => provider.arn }
}

output "access_log_bucket" {
  description = "The name of the bucket for access logs."
  value       = module.logs.access_log_bucket
}

output "trail_arn" {
  description = "The ARN of the trail."
  value       = module.logs.trail_arn
}
