data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  trail_arn = "arn:${local.partition}:cloudtrail:${data.aws_region.this.region}:${local.account}:trail/${var.trail_name}"

  has_trail = var.create && var.trail_bucket_name != null
  buckets = var.create ? {
    for purpose, name in { access-log = var.access_log_bucket_name, trail = var.trail_bucket_name } : purpose => name if name != null
  } : {}

  templates = {
    access-log = ["without-tls", "old-tls", "access-log"]
    trail      = ["without-tls", "old-tls", "trail-acl", "trail-write"]
  }
  policies = {
    for purpose, name in local.buckets : purpose => jsonencode({
      Version = "2012-10-17"
      Statement = [
        for template in local.templates[purpose] : jsondecode(templatefile("${path.module}/policies/${template}.json.tftpl", {
          account    = local.account
          bucket_arn = "arn:${local.partition}:s3:::${name}"
          trail_arn  = local.trail_arn
        }))
      ]
    })
  }
}

# Each trail has a cost for each event, so that all tenants of the account share one trail.
resource "aws_cloudtrail" "this" {
  count = local.has_trail ? 1 : 0

  name                          = var.trail_name
  s3_bucket_name                = aws_s3_bucket.this["trail"].id
  enable_log_file_validation    = true
  include_global_service_events = false
  tags                          = var.tags

  advanced_event_selector {
    name = "Objects of tenants"

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
      starts_with = [for bucket in sort(tolist(var.data_event_buckets)) : "arn:${local.partition}:s3:::${bucket}/"]
    }
  }

  lifecycle {
    precondition {
      condition     = var.access_log_bucket_name != var.trail_bucket_name
      error_message = "Trail ${var.trail_name}: access_log_bucket_name and trail_bucket_name are the same. Name two buckets: each has a policy of its own."
    }

    precondition {
      condition     = length(var.data_event_buckets) > 0
      error_message = "Trail ${var.trail_name}: data_event_buckets is empty. Name the tenants' buckets; without any it would log every object of the account."
    }

    precondition {
      condition     = !contains(var.data_event_buckets, coalesce(var.trail_bucket_name, "-"))
      error_message = "Trail ${var.trail_name}: data_event_buckets has the trail's own bucket: each delivery would be logged again."
    }
  }

  depends_on = [aws_s3_bucket_policy.this]
}
