output "access_log_bucket" {
  description = "The name of the bucket for access logs, available once S3 may write to it: access_log.bucket of module tenant."
  value       = try(aws_s3_bucket.this["access-log"].id, null)

  depends_on = [aws_s3_bucket_policy.this]
}

output "trail_bucket" {
  description = "The name of the bucket with the trail's log files."
  value       = try(aws_s3_bucket.this["trail"].id, null)
}

output "trail_arn" {
  description = "The ARN of the trail."
  value       = one(aws_cloudtrail.this[*].arn)
}

output "policies" {
  description = "The bucket policies as applied: access-log and trail."
  value       = local.policies
}
