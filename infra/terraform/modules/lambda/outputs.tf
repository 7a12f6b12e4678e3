output "url" {
  description = "The URL of the API, that of the function or of the HTTP API, without a slash at the end."
  value       = one(concat([for each in aws_lambda_function_url.this : trimsuffix(each.function_url, "/")], aws_apigatewayv2_api.this[*].api_endpoint))
}

output "lambda_function_name" {
  description = "The name of the function."
  value       = one(aws_lambda_function.this[*].function_name)
}

output "lambda_function_arn" {
  description = "The ARN of the function."
  value       = one(aws_lambda_function.this[*].arn)
}

output "iam_role_arn" {
  description = "The ARN of the function's own role."
  value       = one(aws_iam_role.this[*].arn)
}

output "iam_role_name" {
  description = "The name of the function's own role."
  value       = one(aws_iam_role.this[*].name)
}

output "cloudwatch_log_group_name" {
  description = "The name of the log group, which contains the audit events."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "trust" {
  description = "Input trust of module tenant, which lets the function's role assume the tenant's role."
  value = {
    chains = { for role in aws_iam_role.this : var.name => { source_role_arn = role.arn, external_id = var.external_id, source_identity = var.source_identity } }
  }
}

output "policies" {
  description = "The policy documents as applied: trust and permissions. Each is null with create = false."
  value = {
    trust       = var.create ? local.trust_policy : null
    permissions = var.create ? local.permissions : null
  }
}
