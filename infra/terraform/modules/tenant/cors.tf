# The embedded S3 of `npm start`, and pages in the browser tests, use the same rule from the same file.
# A browser can't complete a multipart upload without the ETag header.
locals {
  cors_rule = jsondecode(file("${path.module}/cors-rule.json"))
}

resource "aws_s3_bucket_cors_configuration" "this" {
  for_each = length(var.cors_origins) + length(var.cors_rules) == 0 ? {} : local.owned["cors"]

  bucket = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name

  dynamic "cors_rule" {
    for_each = length(var.cors_origins) == 0 ? [] : [var.cors_origins]

    content {
      id              = "urls"
      allowed_origins = cors_rule.value
      allowed_methods = [for method in local.cors_rule.AllowedMethods : method if method != "DELETE" || contains(keys(local.granted), "delete")]
      allowed_headers = local.cors_rule.AllowedHeaders
      expose_headers  = local.cors_rule.ExposeHeaders
      max_age_seconds = local.cors_rule.MaxAgeSeconds
    }
  }

  dynamic "cors_rule" {
    for_each = var.cors_rules

    content {
      id              = cors_rule.value.id
      allowed_origins = cors_rule.value.allowed_origins
      allowed_methods = cors_rule.value.allowed_methods
      allowed_headers = cors_rule.value.allowed_headers
      expose_headers  = cors_rule.value.expose_headers
      max_age_seconds = cors_rule.value.max_age_seconds
    }
  }
}
