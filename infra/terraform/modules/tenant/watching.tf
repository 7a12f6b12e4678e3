# All of this costs, and is off by default. Object-level events are the account's: module account-logs.

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
    # S3 has one configuration, and this module's part of it is EventBridge: what others set stays.
    ignore_changes = [lambda_function, queue, topic]
  }
}
