output "arn" {
  description = "The ARN of the provider: provider_arn of an issuer in input trust of module tenant."
  value       = one(concat(aws_iam_openid_connect_provider.this[*].arn, data.aws_iam_openid_connect_provider.existing[*].arn))
}

output "issuer" {
  description = "The issuer as in condition keys, without https://."
  value       = replace(var.issuer_url, "https://", "")
}
