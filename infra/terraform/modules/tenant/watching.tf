# All of this costs, and is off by default.

resource "aws_s3_bucket_logging" "this" {
  count = var.access_log == null ? 0 : 1

  bucket        = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  target_bucket = var.access_log.bucket
  target_prefix = var.access_log.prefix

  lifecycle {
    precondition {
      condition     = var.access_log.bucket != var.bucket_name
      error_message = "Tenant ${var.name}: access_log.bucket is the tenant's own bucket: each line of the log would be logged again; name another."
    }
  }
}

resource "aws_s3_bucket_notification" "this" {
  count = var.eventbridge ? 1 : 0

  bucket      = var.create_bucket ? aws_s3_bucket.this[0].id : var.bucket_name
  eventbridge = true
}

resource "aws_cloudtrail" "data_events" {
  count = var.data_events == null ? 0 : 1

  name                          = local.role_name
  s3_bucket_name                = var.data_events.trail_bucket
  enable_log_file_validation    = true
  include_global_service_events = false
  tags                          = var.tags

  advanced_event_selector {
    name = "Objects of ${var.bucket_name}"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = ["${local.bucket_arn}/"]
    }
  }
}
