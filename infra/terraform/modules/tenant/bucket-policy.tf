locals {
  url_source_condition = var.url_sources == null ? {} : merge(
    { StringEquals = { "s3:authType" = ["REST-QUERY-STRING", "POST"] } },
    # An absent key makes a negated operator true. A request through an endpoint has no aws:SourceIp, and any other
    # request has no aws:SourceVpce.
    length(var.url_sources.ip_ranges) == 0 ? {} : { NotIpAddress = { "aws:SourceIp" = var.url_sources.ip_ranges } },
    length(var.url_sources.vpc_endpoints) == 0 ? {} : { StringNotEquals = { "aws:SourceVpce" = var.url_sources.vpc_endpoints } },
  )

  bucket_templates = concat(
    ["without-tls", "old-tls", "old-signature", "signature-version"],
    var.encryption.type == "sse-kms" ? ["other-key", "downgrade"] : [],
    var.url_sources == null ? [] : ["url-sources"],
  )

  bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      for template in local.bucket_templates : jsondecode(templatefile("${path.module}/policies/bucket-${template}.json.tftpl", {
        bucket_arn    = local.bucket_arn
        signature_age = var.max_expires_in * 1000
        key_arn       = local.key_arn == null ? "" : local.key_arn
        condition     = jsonencode(local.url_source_condition)
      }))
    ], flatten([for document in var.bucket_policy_documents : jsondecode(document).Statement]))
  })
}
