locals {
  configure  = coalesce(var.configure_bucket, var.create_bucket)
  configured = local.configure ? { (var.bucket_name) = true } : {}
}

data "aws_s3_bucket" "existing" {
  count = var.create_bucket ? 0 : 1

  bucket = var.bucket_name

  lifecycle {
    postcondition {
      condition     = self.bucket_region == local.region
      error_message = "Tenant ${var.name}: bucket ${var.bucket_name} is in ${self.bucket_region}, and the aws provider in ${local.region}; URLs are signed for one Region."
    }
  }
}

resource "aws_s3_bucket" "this" {
  count = var.create_bucket ? 1 : 0

  bucket        = var.bucket_name
  force_destroy = false
  tags          = var.tags

  # Destroyed before its key, and not while it holds anything: so the key outlives the data.
  depends_on = [aws_kms_key.this]
}

# What configures the bucket names it in place, without a local between: so tools that read plans see what belongs to it.

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.configured

  bucket                  = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.configured

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.configured

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  policy = local.bucket_policy

  # S3 refuses two changes of one bucket at once.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.configured

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
  for_each = local.configured

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.configured

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  rule {
    id     = "abort-incomplete-multipart-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = var.abort_incomplete_multipart_days
    }
  }

  dynamic "rule" {
    for_each = var.noncurrent_version_days == null ? [] : [var.noncurrent_version_days]

    content {
      id     = "delete-noncurrent-versions"
      status = "Enabled"

      filter {}

      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

# The embedded S3 of `npm start`, and pages in the tests' browser, have the same rule from the same file.
# Without ETag a browser can't complete a multipart upload.
locals {
  cors_rule = jsondecode(file("${path.module}/cors-rule.json"))
}

resource "aws_s3_bucket_cors_configuration" "this" {
  for_each = length(var.cors_origins) == 0 ? {} : local.configured

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  cors_rule {
    id              = "urls"
    allowed_origins = var.cors_origins
    allowed_methods = [for method in local.cors_rule.AllowedMethods : method if method != "DELETE" || contains(keys(local.granted), "delete")]
    allowed_headers = local.cors_rule.AllowedHeaders
    expose_headers  = local.cors_rule.ExposeHeaders
    max_age_seconds = local.cors_rule.MaxAgeSeconds
  }
}
