output "url" {
  description = "Where clients find the API, without a slash at the end."
  value       = one(concat([for each in aws_lambda_function_url.this : trimsuffix(each.function_url, "/")], aws_apigatewayv2_api.this[*].api_endpoint))
}

output "function_name" {
  description = "The function."
  value       = one(aws_lambda_function.this[*].function_name)
}

output "function_arn" {
  description = "The function's ARN."
  value       = one(aws_lambda_function.this[*].arn)
}

output "role_arn" {
  description = "The function's own role."
  value       = one(aws_iam_role.this[*].arn)
}

output "log_group_name" {
  description = "The log group, which has the audit events."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "trust" {
  description = "Input trust of module tenant: the function's role assumes the tenant's."
  value = {
    chains = { for role in aws_iam_role.this : var.name => { source_role_arn = role.arn, external_id = var.external_id, source_identity = var.source_identity } }
  }
}

output "policies" {
  description = "The documents as applied: trust and permissions."
  value = {
    trust       = local.trust_policy
    permissions = local.permissions
  }
}
