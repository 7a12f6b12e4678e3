mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111111111111:role/presign" }
  }
  mock_resource "aws_lambda_function_url" {
    defaults = { function_url = "https://abc.lambda-url.eu-west-1.on.aws/" }
  }
  mock_resource "aws_apigatewayv2_api" {
    defaults = { api_endpoint = "https://abc.execute-api.eu-west-1.amazonaws.com", execution_arn = "arn:aws:execute-api:eu-west-1:111111111111:abc" }
  }
}

variables {
  name             = "presign"
  image_uri        = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/presign:1"
  target_role_arns = ["arn:aws:iam::222222222222:role/team-a-presign"]
  external_id      = "tenant-presign/team-a"
}

run "by_a_function_url" {
  assert {
    condition     = output.url == "https://abc.lambda-url.eu-west-1.on.aws" && length(aws_apigatewayv2_api.this) == 0
    error_message = "a URL without a slash at the end"
  }

  assert {
    condition     = aws_lambda_permission.url[0].function_url_auth_type == "NONE" && aws_lambda_permission.invoke_by_url[0].invoked_via_function_url
    error_message = "both permissions that a function URL needs"
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_iam_role_policy.this[0].policy).Statement : statement.Sid]) == toset(["TenantsRoles", "OwnLogGroup"])
    error_message = "the tenants' roles and its own log, and nothing else"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this[0].policy).Statement[0].Resource == ["arn:aws:iam::222222222222:role/team-a-presign"]
    error_message = "the named roles alone"
  }

  assert {
    condition     = aws_cloudwatch_log_group.this[0].retention_in_days == 365 && length(aws_cloudwatch_metric_alarm.this) == 3
    error_message = "audit events are kept for a year, and alarms are there"
  }

  assert {
    condition     = output.trust.chains["presign"].external_id == "tenant-presign/team-a"
    error_message = "the tenant's trust"
  }
}

run "by_an_http_api" {
  variables {
    endpoint = "http-api"
  }

  assert {
    condition     = output.url == "https://abc.execute-api.eu-west-1.amazonaws.com" && length(aws_lambda_function_url.this) + length(aws_lambda_permission.url) == 0
    error_message = "no function URL besides"
  }

  assert {
    condition     = aws_apigatewayv2_integration.this[0].payload_format_version == "2.0" && aws_lambda_permission.http_api[0].source_arn == "arn:aws:execute-api:eu-west-1:111111111111:abc/*"
    error_message = "one API may invoke it"
  }
}

run "with_sealing_keys" {
  variables {
    sealing_keys_secret_arn  = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:tenant-presign/sealing-abcdef"
    sealing_keys_kms_key_arn = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd"
    trace                    = true
  }

  assert {
    condition     = aws_lambda_function.this[0].environment[0].variables["SEALING_KEYS_SECRET"] == var.sealing_keys_secret_arn
    error_message = "by reference: the state has no key"
  }

  assert {
    condition     = { for statement in jsondecode(aws_iam_role_policy.this[0].policy).Statement : statement.Sid => statement.Resource if contains(["SealingKeys", "KeyOfSealingKeys"], statement.Sid) } == { SealingKeys = var.sealing_keys_secret_arn, KeyOfSealingKeys = var.sealing_keys_kms_key_arn }
    error_message = "that secret, and its key"
  }

  assert {
    condition     = aws_lambda_function.this[0].tracing_config[0].mode == "Active"
    error_message = "traces"
  }
}

run "switched_off" {
  variables {
    create = false
  }

  assert {
    condition     = length(aws_lambda_function.this) + length(aws_iam_role.this) + length(aws_lambda_function_url.this) + length(aws_cloudwatch_metric_alarm.this) == 0 && output.url == null
    error_message = "nothing is created"
  }
}

run "neither_zip_nor_image" {
  command = plan
  variables {
    image_uri = null
  }
  expect_failures = [aws_lambda_function.this]
}

run "a_name_of_65_characters" {
  command = plan
  variables {
    name = "a-function-of-which-the-name-is-one-character-longer-than-allowed"
  }
  expect_failures = [var.name]
}

run "every_role" {
  command = plan
  variables {
    target_role_arns = ["arn:aws:iam::222222222222:role/*"]
  }
  expect_failures = [var.target_role_arns]
}

run "a_role_of_another_partition" {
  command = plan
  variables {
    target_role_arns = ["arn:aws-us-gov:iam::222222222222:role/team-a-presign"]
  }
  expect_failures = [aws_lambda_function.this]
}

run "keys_in_the_environment" {
  command = plan
  variables {
    environment = { SEALING_KEYS = "{}" }
  }
  expect_failures = [var.environment]
}

run "a_name_for_a_secret" {
  command = plan
  variables {
    sealing_keys_secret_arn = "tenant-presign/sealing"
  }
  expect_failures = [var.sealing_keys_secret_arn]
}
