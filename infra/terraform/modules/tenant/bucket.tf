locals {
  all_settings = ["access_log", "cors", "encryption", "lifecycle", "notifications", "ownership", "policy", "public_access_block", "versioning"]

  # A bucket has one of each setting, and Terraform replaces an existing one. So for an existing bucket, only the
  # settings in bucket_settings are managed.
  settings = coalesce(var.bucket_settings, var.create_bucket ? local.all_settings : [])
  owned    = { for setting in local.all_settings : setting => var.create && contains(local.settings, setting) ? { (var.bucket_name) = true } : {} }

  # Inputs that would change a setting which this module doesn't own.
  unowned = [
    for setting, input in {
      access_log    = var.access_log == null ? "" : "access_log"
      cors          = length(var.cors_rules) == 0 ? "" : "cors_rules"
      lifecycle     = var.noncurrent_version_days == null && length(var.lifecycle_rules) == 0 ? "" : "noncurrent_version_days and lifecycle_rules"
      notifications = var.eventbridge ? "eventbridge" : ""
      policy        = var.url_sources == null && length(var.bucket_policy_documents) == 0 ? "" : "url_sources and bucket_policy_documents"
    } : { setting = setting, input = input } if input != "" && !contains(local.settings, setting)
  ]
}

data "aws_s3_bucket" "existing" {
  count = var.create && !var.create_bucket ? 1 : 0

  bucket = var.bucket_name

  lifecycle {
    postcondition {
      condition     = self.bucket_region == local.region
      error_message = "Tenant ${var.name}: bucket ${var.bucket_name} is in ${self.bucket_region}, and the aws provider in ${local.region}; URLs are signed for one Region."
    }

    postcondition {
      condition     = length(local.unowned) == 0
      error_message = "Tenant ${var.name}: ${join("; ", [for each in local.unowned : "${each.input} would replace the ${each.setting} of bucket ${var.bucket_name}, which exists"])}. Import what is there and add it to bucket_settings, or leave the input out."
    }
  }
}

resource "aws_s3_bucket" "this" {
  count = var.create && var.create_bucket ? 1 : 0

  bucket        = var.bucket_name
  force_destroy = false
  tags          = var.tags

  # The bucket is destroyed before its key, and only if it is empty. So the key is never deleted before the data.
  depends_on = [aws_kms_key.this]
}

# Each bucket setting names the bucket directly, not through a local, so that tools that read plans see which bucket it
# belongs to.

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.owned["public_access_block"]

  bucket                  = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.owned["ownership"]

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.owned["policy"]

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  policy = local.bucket_policy

  # S3 refuses two simultaneous changes of one bucket.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.owned["encryption"]

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  rule {
    bucket_key_enabled       = var.encryption.type == "sse-kms"
    blocked_encryption_types = ["SSE-C"]

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.encryption.type == "sse-kms" ? "aws:kms" : "AES256"
      kms_master_key_id = local.key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.owned["versioning"]

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  versioning_configuration {
    status = "Enabled"
  }
}
