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
    defaults = { bucket_region = "eu-central-1" }
  }
}

variables {
  name        = "team-a"
  account_id  = "222222222222"
  bucket_name = "team-a-files"
  trust = {
    issuers = { blue = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE" } }
  }
  grants = [{ actions = ["download"], prefixes = ["shared/"] }]
}

run "credentials_of_another_account" {
  command = plan
  variables {
    account_id = "333333333333"
  }
  expect_failures = [data.aws_caller_identity.this]
}

run "a_provider_of_another_account" {
  command = plan
  variables {
    trust = { issuers = { blue = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example" } } }
  }
  expect_failures = [aws_iam_role.this]
}

run "a_chained_session_of_two_hours" {
  command = plan
  variables {
    max_session_duration = 7200
    trust                = { chains = { hub = { source_role_arn = "arn:aws:iam::111111111111:role/hub", external_id = "team-a" } } }
  }
  expect_failures = [aws_iam_role.this]
}

run "urls_that_outlive_their_session" {
  command = plan
  variables {
    max_expires_in = 7200
  }
  expect_failures = [aws_iam_role_policy.s3]
}

run "a_bucket_of_another_region" {
  command = plan
  variables {
    create_bucket = false
  }
  expect_failures = [data.aws_s3_bucket.existing]
}

run "a_bucket_that_logs_into_itself" {
  command = plan
  variables {
    access_log = { bucket = "team-a-files" }
  }
  expect_failures = [aws_s3_bucket_logging.this]
}

run "no_way_to_become_the_role" {
  command = plan
  variables {
    trust = {}
  }
  expect_failures = [aws_iam_role.this]
}

run "one_external_id_for_two_associations" {
  command = plan
  variables {
    trust = {
      associations = {
        blue  = { source_role_arn = "arn:aws:iam::111111111111:role/blue", external_id = "from-eks" }
        green = { source_role_arn = "arn:aws:iam::111111111111:role/green", external_id = "from-eks" }
      }
    }
  }
  expect_failures = [var.trust]
}

run "a_name_whose_role_is_too_long" {
  command = plan
  variables {
    name = "a-team-of-which-the-name-is-just-long-enough-for-a-dns-label-63"
  }
  expect_failures = [aws_iam_role.this]
}

run "a_name_whose_role_just_fits" {
  command = plan
  variables {
    name = "a-team-of-fifty-six-characters-whose-role-has-sixty-four"
  }

  assert {
    condition     = length(aws_iam_role.this[0].name) == 64
    error_message = "64 characters are not too long"
  }
}

run "a_name_whose_role_has_one_character_too_many" {
  command = plan
  variables {
    name = "a-team-of-fifty-seven-characters-whose-role-has-sixtyfive"
  }
  expect_failures = [aws_iam_role.this]
}

run "a_role_name_of_65_characters" {
  command = plan
  variables {
    role_name = "a-role-of-which-the-name-is-one-character-longer-than-iam-takes-x"
  }
  expect_failures = [var.role_name]
}

run "a_role_of_another_partition" {
  command = plan
  override_data {
    target = data.aws_partition.this
    values = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }
  expect_failures = [aws_iam_role_policy.s3]
}

run "eventbridge_on_a_bucket_that_exists" {
  command = plan
  override_data {
    target = data.aws_s3_bucket.existing
    values = { bucket_region = "eu-west-1" }
  }
  variables {
    create_bucket = false
    eventbridge   = true
  }
  expect_failures = [data.aws_s3_bucket.existing]
}

run "an_access_log_of_a_bucket_that_exists" {
  command = plan
  override_data {
    target = data.aws_s3_bucket.existing
    values = { bucket_region = "eu-west-1" }
  }
  variables {
    create_bucket = false
    access_log    = { bucket = "logs" }
  }
  expect_failures = [data.aws_s3_bucket.existing]
}

run "expiry_of_a_bucket_that_exists" {
  command = plan
  override_data {
    target = data.aws_s3_bucket.existing
    values = { bucket_region = "eu-west-1" }
  }
  variables {
    create_bucket           = false
    noncurrent_version_days = 30
  }
  expect_failures = [data.aws_s3_bucket.existing]
}

run "a_setting_that_there_is_not" {
  command = plan
  variables {
    bucket_settings = ["acl"]
  }
  expect_failures = [var.bucket_settings]
}

run "an_existing_role_whose_sessions_are_too_short" {
  command = plan
  override_data {
    target = data.aws_iam_role.existing
    values = { arn = "arn:aws:iam::222222222222:role/signer", max_session_duration = 3600 }
  }
  variables {
    create_role          = false
    role_name            = "signer"
    max_session_duration = 7200
  }
  expect_failures = [data.aws_iam_role.existing]
}
