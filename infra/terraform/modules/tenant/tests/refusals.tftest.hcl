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
    irsa = {
      provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
      namespace    = "team-a"
    }
  }
  grants = [{ actions = ["download"], prefixes = ["shared/"] }]
}

run "credentials_of_another_account" {
  command = plan
  variables {
    account_id = "333333333333"
    trust      = { chained = { source_role_arn = "arn:aws:iam::111111111111:role/hub", external_id = "team-a" } }
  }
  expect_failures = [aws_iam_role.this]
}

run "a_provider_of_another_account" {
  command = plan
  variables {
    trust = { irsa = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example", namespace = "team-a" } }
  }
  expect_failures = [aws_iam_role.this]
}

run "a_chained_session_of_two_hours" {
  command = plan
  variables {
    max_session_duration = 7200
    trust                = { chained = { source_role_arn = "arn:aws:iam::111111111111:role/hub", external_id = "team-a" } }
  }
  expect_failures = [aws_iam_role.this]
}

run "urls_that_outlive_their_session" {
  command = plan
  variables {
    max_expires_in = 7200
  }
  expect_failures = [aws_iam_role.this]
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

run "two_ways_to_become_the_role" {
  command = plan
  variables {
    trust = {
      irsa    = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.example", namespace = "team-a" }
      chained = { source_role_arn = "arn:aws:iam::111111111111:role/hub", external_id = "team-a" }
    }
  }
  expect_failures = [var.trust]
}
