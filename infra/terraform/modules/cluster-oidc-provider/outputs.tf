output "arn" {
  description = "The provider: provider_arn of an issuer in module tenant's trust."
  value       = one(concat(aws_iam_openid_connect_provider.this[*].arn, data.aws_iam_openid_connect_provider.existing[*].arn))
}

output "issuer" {
  description = "The issuer as condition keys have it, without https://."
  value       = replace(var.issuer_url, "https://", "")
}
