output "account" {
  description = "The tenant's account: account of the tenant file."
  value       = local.account
}

output "bucket" {
  description = "The bucket, once what protects it is in place."
  value       = one(concat(aws_s3_bucket.this[*].id, data.aws_s3_bucket.existing[*].bucket))

  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_public_access_block.this]
}

output "region" {
  description = "The bucket's Region."
  value       = local.region
}

output "s3_bucket_arn" {
  description = "The bucket's ARN."
  value       = var.create ? local.bucket_arn : null
}

output "role_arn" {
  description = "The role that URLs are signed as."
  value       = local.role_arn
}

output "iam_role_name" {
  description = "The role's name."
  value       = local.role_id
}

output "credentials" {
  description = "How pods become the role, in tenant:new's words: irsa, pod-identity or chained. None where there are several ways: tenant:new --credentials says it."
  value       = local.only.credentials
}

output "source_role_arn" {
  description = "chained: the role of the cluster's account that assumes this one."
  value       = local.only.credentials == "chained" ? local.only.source_role_arn : null
}

output "external_id" {
  description = "chained: what the tenant file must say. Of Pod Identity EKS says it."
  value       = local.only.credentials == "chained" ? local.only.external_id : null
}

output "kms_key_arn" {
  description = "The key of the bucket's encryption: encryption.keyArn of the tenant file. None with sse-s3."
  value       = var.create ? local.key_arn : null
}

output "agreement" {
  description = "What tenant:check compares with tenant file and overlay."
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
  description = "The documents: trust, s3, kms and bucket. Where create_role is false, the role must have trust; where bucket_settings lack policy, add bucket to the bucket's policy. Each is null with create = false."
  value = {
    trust  = var.create ? local.trust_policy : null
    s3     = var.create ? local.s3_policy : null
    kms    = local.kms_policy
    bucket = var.create ? local.bucket_policy : null
  }
}
