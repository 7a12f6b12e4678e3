# tenant:new and tenant:check read these outputs by their names, from terraform output -json.

output "account" {
  description = "The tenant's account."
  value       = module.tenant.account
}

output "bucket" {
  description = "The bucket."
  value       = module.tenant.bucket
}

output "region" {
  description = "The bucket's Region."
  value       = module.tenant.region
}

output "role_arn" {
  description = "The role that URLs are signed as."
  value       = module.tenant.role_arn
}

output "credentials" {
  description = "How pods become it; none where there are several ways."
  value       = module.tenant.credentials
}

output "source_role_arn" {
  description = "chained: the role in the cluster's account."
  value       = module.tenant.source_role_arn
}

output "external_id" {
  description = "chained: what the tenant file says."
  value       = module.tenant.external_id
}

output "kms_key_arn" {
  description = "The bucket's key."
  value       = module.tenant.kms_key_arn
}

output "agreement" {
  description = "What tenant:check compares."
  value       = module.tenant.agreement
}

output "policies" {
  description = "The documents as applied."
  value       = module.tenant.policies
}
