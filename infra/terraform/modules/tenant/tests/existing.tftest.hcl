mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_data "aws_s3_bucket" {
    defaults = { bucket_region = "eu-west-1" }
  }
  mock_data "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::222222222222:role/app/signer", max_session_duration = 3600, assume_role_policy = "{}" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:222222222222:key/1234abcd", key_id = "1234abcd" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::222222222222:role/team-a-presign" }
  }
}

variables {
  name        = "team-a"
  account_id  = "222222222222"
  bucket_name = "team-a-files"
  trust = {
    issuers = { blue = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE" } }
  }
  grants = [
    { actions = ["download", "list"], prefixes = ["shared/"] },
    { actions = ["upload"], prefixes = ["users/$${sub}/"] },
  ]
}

# Tests the use of existing resources, such as a bucket.

run "a_bucket" {
  variables {
    create_bucket = false
  }

  assert {
    condition     = length(aws_s3_bucket.this) + length(aws_s3_bucket_policy.this) + length(aws_s3_bucket_notification.this) + length(aws_s3_bucket_cors_configuration.this) + length(aws_s3_bucket_lifecycle_configuration.this) + length(aws_s3_bucket_logging.this) == 0
    error_message = "nothing of it is replaced"
  }
}

run "a_bucket_with_a_policy_of_its_own" {
  variables {
    create_bucket           = false
    bucket_settings         = ["policy"]
    bucket_policy_documents = ["{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Theirs\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObjectAcl\",\"Resource\":\"arn:aws:s3:::team-a-files/*\"}]}"]
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_s3_bucket_policy.this["team-a-files"].policy).Statement : statement.Sid], "Theirs") && contains([for statement in jsondecode(aws_s3_bucket_policy.this["team-a-files"].policy).Statement : statement.Sid], "RefuseOldSignatures")
    error_message = "their statements stay beside ours"
  }
}

run "a_bucket_with_rules_of_its_own" {
  variables {
    create_bucket   = false
    bucket_settings = ["cors", "lifecycle"]
    cors_origins    = ["https://app.example"]
    cors_rules      = [{ id = "theirs", allowed_origins = ["https://old.example"], allowed_methods = ["GET"] }]
    lifecycle_rules = [{ id = "theirs", prefix = "tmp/", expiration_days = 1 }]
  }

  assert {
    condition     = toset([for rule in aws_s3_bucket_cors_configuration.this["team-a-files"].cors_rule : rule.id]) == toset(["urls", "theirs"])
    error_message = "their CORS rule stays"
  }

  assert {
    condition     = contains([for rule in aws_s3_bucket_lifecycle_configuration.this["team-a-files"].rule : rule.id], "theirs")
    error_message = "their lifecycle rule stays"
  }
}

run "a_role" {
  variables {
    create_role = false
    role_name   = "signer"
    trust       = {}
  }

  assert {
    condition     = length(aws_iam_role.this) == 0 && output.role_arn == "arn:aws:iam::222222222222:role/app/signer"
    error_message = "it is neither made nor changed"
  }

  assert {
    condition     = aws_iam_role_policy.s3[0].name == "team-a-presign-s3"
    error_message = "it gets a policy under the tenant's name, which replaces none of its own"
  }
}

run "a_key" {
  variables {
    encryption = { key_arn = "arn:aws:kms:eu-west-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  assert {
    condition     = length(aws_kms_key.this) + length(aws_kms_alias.this) == 0
    error_message = "no key is made"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.kms[0].policy).Statement[0].Condition.StringEqualsIfExists == { "aws:ResourceAccount" = "333333333333" }
    error_message = "a key of another account is used in its account"
  }
}

run "a_bucket_a_role_and_a_key" {
  variables {
    create_bucket = false
    create_role   = false
    role_name     = "signer"
    trust         = {}
    encryption    = { key_arn = "arn:aws:kms:eu-west-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  assert {
    condition     = length(aws_iam_role.this) + length(aws_s3_bucket.this) + length(aws_s3_bucket_policy.this) + length(aws_s3_bucket_versioning.this) + length(aws_kms_key.this) + length(aws_kms_alias.this) == 0
    error_message = "nothing of them is made or changed"
  }

  assert {
    condition     = aws_iam_role_policy.s3[0].role == aws_iam_role_policy.kms[0].role && aws_iam_role_policy.kms[0].name == "team-a-presign-kms"
    error_message = "the role gets two policies under the tenant's name"
  }
}

run "a_role_whose_name_kms_refuses" {
  variables {
    role_name = "team.a+presign@files"
  }

  assert {
    condition     = aws_kms_alias.this[0].name == "alias/team-a-presign-files"
    error_message = "the alias has characters that KMS takes"
  }
}

run "switched_off" {
  variables {
    create = false
  }

  assert {
    condition     = length(aws_iam_role.this) + length(aws_iam_role_policy.s3) + length(aws_s3_bucket.this) + length(aws_s3_bucket_policy.this) + length(aws_kms_key.this) == 0 && output.role_arn == null && output.bucket == null
    error_message = "nothing is created"
  }
}
