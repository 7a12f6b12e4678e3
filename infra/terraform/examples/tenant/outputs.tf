# tenant:new and tenant:check read these outputs by their names, from terraform output -json.

output "account" {
  description = "The twelve digits of the tenant's account."
  value       = module.tenant.account
}

output "bucket" {
  description = "The name of the bucket."
  value       = module.tenant.bucket
}

output "region" {
  description = "The AWS Region of the bucket."
  value       = module.tenant.region
}

output "role_arn" {
  description = "The ARN of the role whose credentials sign URLs: roleArn of the tenant file."
  value       = module.tenant.role_arn
}

output "credentials" {
  description = "How pods get the role's credentials: irsa, pod-identity or chained. Null if trust has several ways."
  value       = module.tenant.credentials
}

output "source_role_arn" {
  description = "With chained credentials, the ARN of the role in the cluster's account that assumes the tenant's role."
  value       = module.tenant.source_role_arn
}

output "external_id" {
  description = "With chained credentials, the external id that the tenant file must have."
  value       = module.tenant.external_id
}

output "kms_key_arn" {
  description = "The ARN of the KMS key that encrypts the bucket. Null with sse-s3."
  value       = module.tenant.kms_key_arn
}

output "agreement" {
  description = "The values that tenant:check compares with the tenant file and the overlay."
  value       = module.tenant.agreement
}

output "policies" {
  description = "The policy documents as applied."
  value       = module.tenant.policies
}
