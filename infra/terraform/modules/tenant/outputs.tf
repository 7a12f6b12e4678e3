output "account" {
  description = "The twelve digits of the tenant's account: account of the tenant file."
  value       = local.account
}

output "bucket" {
  description = "The name of the bucket, available once its settings are in place."
  value       = one(concat(aws_s3_bucket.this[*].id, data.aws_s3_bucket.existing[*].bucket))

  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_public_access_block.this]
}

output "region" {
  description = "The AWS Region of the bucket."
  value       = local.region
}

output "s3_bucket_arn" {
  description = "The ARN of the bucket."
  value       = var.create ? local.bucket_arn : null
}

output "role_arn" {
  description = "The ARN of the role whose credentials sign URLs: roleArn of the tenant file."
  value       = local.role_arn
}

output "iam_role_name" {
  description = "The name of the role."
  value       = local.role_id
}

output "credentials" {
  description = "How pods get the role's credentials, as tenant:new names it: irsa, pod-identity or chained. Null if trust has several ways; then set tenant:new --credentials."
  value       = local.only.credentials
}

output "source_role_arn" {
  description = "With chained credentials, the ARN of the role in the cluster's account that assumes this role. Otherwise null."
  value       = local.only.credentials == "chained" ? local.only.source_role_arn : null
}

output "external_id" {
  description = "With chained credentials, the external id that the tenant file must have. With Pod Identity, EKS sends it."
  value       = local.only.credentials == "chained" ? local.only.external_id : null
}

output "kms_key_arn" {
  description = "The ARN of the KMS key that encrypts the bucket: encryption.keyArn of the tenant file. Null with sse-s3."
  value       = var.create ? local.key_arn : null
}

output "agreement" {
  description = "The values that tenant:check compares with the tenant file and the overlay."
  value = {
    name                  = var.name
    ways                  = local.ways
    max_session_duration  = var.max_session_duration
    max_signature_seconds = contains(local.settings, "policy") ? var.max_expires_in : null
    cors_origins          = contains(local.settings, "cors") ? var.cors_origins : null
    granted               = local.granted
    grants                = var.grants
    key_prefix            = var.key_prefix
    encryption            = var.encryption.type
  }
}

output "policies" {
  description = "The policy documents: trust, s3, kms and bucket. If create_role is false, the role must have document trust. If bucket_settings lacks policy, add document bucket to the bucket's policy. Each is null with create = false."
  value = {
    trust  = var.create ? local.trust_policy : null
    s3     = var.create ? local.s3_policy : null
    kms    = local.kms_policy
    bucket = var.create ? local.bucket_policy : null
  }
}
