data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region
  log_group = "/aws/lambda/${var.name}"
  is_image  = var.image_uri != null

  statements = concat(
    ["assume-targets", "write-logs"],
    var.sealing_keys_secret_arn == null ? [] : ["read-sealing-keys"],
    var.sealing_keys_kms_key_arn == null ? [] : ["decrypt-sealing-keys"],
    var.trace ? ["send-traces"] : [],
  )
  permissions = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in local.statements : jsondecode(templatefile("${path.module}/policies/${statement}.json.tftpl", {
        actions          = jsonencode(var.source_identity ? ["sts:AssumeRole", "sts:SetSourceIdentity"] : ["sts:AssumeRole"])
        target_role_arns = jsonencode(var.target_role_arns)
        log_group_arn    = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_group}"
        secret_arn       = var.sealing_keys_secret_arn == null ? "" : var.sealing_keys_secret_arn
        key_arn          = var.sealing_keys_kms_key_arn == null ? "" : var.sealing_keys_kms_key_arn
        region           = local.region
        dns_suffix       = data.aws_partition.this.dns_suffix
      }))
    ]
  })
  trust_policy = jsonencode(jsondecode(templatefile("${path.module}/policies/trust-lambda.json.tftpl", { account = local.account })))
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name                 = var.name
  description          = "Lambda function ${var.name}, which assumes the tenants' roles"
  assume_role_policy   = local.trust_policy
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = var.create ? 1 : 0

  name   = "function"
  role   = aws_iam_role.this[0].name
  policy = local.permissions
}

# The log group must exist before the function. Otherwise Lambda creates one that never expires.
resource "aws_cloudwatch_log_group" "this" {
  count = var.create ? 1 : 0

  name              = local.log_group
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  count = var.create ? 1 : 0

  function_name                  = var.name
  description                    = "tenant-presign"
  role                           = aws_iam_role.this[0].arn
  package_type                   = local.is_image ? "Image" : "Zip"
  image_uri                      = var.image_uri
  filename                       = var.filename
  source_code_hash               = var.filename == null ? null : filebase64sha256(var.filename)
  handler                        = local.is_image ? null : "lambda.handler"
  runtime                        = local.is_image ? null : "nodejs24.x"
  architectures                  = [var.architecture]
  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = var.reserved_concurrent_executions
  tags                           = var.tags

  environment {
    variables = merge(
      { TENANTS_FILE = var.tenants_file },
      var.sealing_keys_secret_arn == null ? {} : { SEALING_KEYS_SECRET = var.sealing_keys_secret_arn },
      var.environment,
    )
  }

  tracing_config {
    mode = var.trace ? "Active" : "PassThrough"
  }

  lifecycle {
    precondition {
      condition     = (var.filename == null) != (var.image_uri == null)
      error_message = "Function ${var.name}: set exactly one of filename (the zip of npm run package -- lambda) and image_uri."
    }

    precondition {
      condition     = var.sealing_keys_kms_key_arn == null || var.sealing_keys_secret_arn != null
      error_message = "Function ${var.name}: sealing_keys_kms_key_arn is the key of a secret that is not named. Set sealing_keys_secret_arn."
    }

    precondition {
      condition     = alltrue([for arn in concat(var.target_role_arns, compact([var.sealing_keys_secret_arn, var.sealing_keys_kms_key_arn, var.permissions_boundary_arn])) : split(":", arn)[1] == local.partition])
      error_message = "Function ${var.name}: target_role_arns, sealing keys and permissions_boundary_arn must be of partition ${local.partition}, in which the aws provider acts."
    }
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.this]
}
