output "arn" {
  description = "The provider: provider_arn of an issuer in module tenant's trust."
  value       = var.create ? aws_iam_openid_connect_provider.this[0].arn : data.aws_iam_openid_connect_provider.existing[0].arn
}

output "issuer" {
  description = "The issuer as condition keys have it, without https://."
  value       = replace(var.issuer_url, "https://", "")
}
