# Everything here has a cost, and is off by default. Module account-logs logs object-level events, for the whole
# account.

resource "aws_s3_bucket_logging" "this" {
  count = var.access_log == null ? 0 : length(local.owned["access_log"])

  bucket        = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  target_bucket = var.access_log.bucket
  target_prefix = var.access_log.prefix

  lifecycle {
    precondition {
      condition     = var.access_log.bucket != var.bucket_name
      error_message = "Tenant ${var.name}: access_log.bucket is the tenant's own bucket: each line of the log would be logged again. Name another."
    }
  }
}

resource "aws_s3_bucket_notification" "this" {
  count = var.eventbridge ? length(local.owned["notifications"]) : 0

  bucket      = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  eventbridge = true

  lifecycle {
    # A bucket has one notification configuration. This module manages only EventBridge in it, and keeps the rest.
    ignore_changes = [lambda_function, queue, topic]
  }
}
