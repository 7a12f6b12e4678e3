# The endpoint requires no authentication of AWS, because the API itself requires a bearer token.

locals {
  by_url      = var.create && var.endpoint == "function-url" ? 1 : 0
  by_http_api = var.create && var.endpoint == "http-api" ? 1 : 0
}

resource "aws_lambda_function_url" "this" {
  count = local.by_url

  function_name      = aws_lambda_function.this[0].function_name
  authorization_type = "NONE"
}

# Since October 2025 a function URL needs both permissions: Lambda Developer Guide, "Control access to Lambda function
# URLs".
resource "aws_lambda_permission" "url" {
  count = local.by_url

  statement_id           = "url"
  function_name          = aws_lambda_function.this[0].function_name
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "invoke_by_url" {
  count = local.by_url

  statement_id             = "invoke"
  function_name            = aws_lambda_function.this[0].function_name
  action                   = "lambda:InvokeFunction"
  principal                = "*"
  invoked_via_function_url = true
}

resource "aws_apigatewayv2_api" "this" {
  count = local.by_http_api

  name          = var.name
  protocol_type = "HTTP"
  tags          = var.tags
}

resource "aws_apigatewayv2_integration" "this" {
  count = local.by_http_api

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.this[0].invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "this" {
  count = local.by_http_api

  api_id    = aws_apigatewayv2_api.this[0].id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.this[0].id}"
}

resource "aws_apigatewayv2_stage" "this" {
  count = local.by_http_api

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    throttling_burst_limit = var.throttling.burst
    throttling_rate_limit  = var.throttling.rate
  }
}

resource "aws_lambda_permission" "http_api" {
  count = local.by_http_api

  statement_id  = "http-api"
  function_name = aws_lambda_function.this[0].function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*"
}
