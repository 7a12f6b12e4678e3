output "account" {
  description = "The tenant's account: account of the tenant file."
  value       = local.account
}

output "bucket" {
  description = "The bucket, once what protects it is in place."
  value       = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_public_access_block.this]
}

output "region" {
  description = "The bucket's Region."
  value       = local.region
}

output "role_arn" {
  description = "The role that URLs are signed as."
  value       = aws_iam_role.this.arn
}

output "credentials" {
  description = "How pods become the role, in tenant:new's words: irsa, pod-identity or chained."
  value       = local.mode
}

output "source_role_arn" {
  description = "chained: the role of the cluster's account that assumes this one."
  value       = try(var.trust.chained.source_role_arn, null)
}

output "external_id" {
  description = "chained: what the tenant file must say. Of Pod Identity EKS says it."
  value       = try(var.trust.chained.external_id, null)
}

output "kms_key_arn" {
  description = "The key of the bucket's encryption: encryption.keyArn of the tenant file. None with sse-s3."
  value       = local.key_arn
}

output "agreement" {
  description = "What tenant:check compares with tenant file and overlay."
  value = {
    name                  = var.name
    issuer                = local.issuer
    subject               = local.subject
    audience              = try(var.trust.irsa.audience, null)
    source_role_arn       = local.source_role_arn
    max_session_duration  = var.max_session_duration
    max_signature_seconds = local.configure ? var.max_expires_in : null
    cors_origins          = local.configure ? var.cors_origins : null
    granted               = local.granted
    grants                = var.grants
    key_prefix            = var.key_prefix
    encryption            = var.encryption.type
  }
}

output "policies" {
  description = "The documents as applied: trust, s3, kms, and bucket (to be added by hand where configure_bucket is false)."
  value = {
    trust  = local.trust_policy
    s3     = local.s3_policy
    kms    = local.kms_policy
    bucket = local.bucket_policy
  }
}
