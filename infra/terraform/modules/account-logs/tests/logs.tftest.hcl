mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov" }
  }
  mock_data "aws_region" {
    defaults = { region = "us-gov-west-1" }
  }
}

variables {
  access_log_bucket_name = "logs-access"
  trail_bucket_name      = "logs-trail"
  data_event_buckets     = ["team-a-files", "team-b-files"]
}

run "one_trail_for_two_tenants" {
  assert {
    condition = length(aws_cloudtrail.this) == 1 && one([
      for selector in one(aws_cloudtrail.this[0].advanced_event_selector).field_selector : selector.starts_with if selector.field == "resources.ARN"
    ]) == tolist(["arn:aws-us-gov:s3:::team-a-files/", "arn:aws-us-gov:s3:::team-b-files/"])
    error_message = "the trail logs both tenants' objects, and those alone"
  }

  assert {
    condition     = one([for statement in jsondecode(aws_s3_bucket_policy.this["trail"].policy).Statement : statement.Condition.StringEquals["aws:SourceArn"] if statement.Sid == "TrailWrites"]) == "arn:aws-us-gov:cloudtrail:us-gov-west-1:222222222222:trail/tenant-presign"
    error_message = "one trail of this account may write"
  }

  assert {
    condition     = one([for statement in jsondecode(aws_s3_bucket_policy.this["access-log"].policy).Statement : statement.Condition if statement.Sid == "ServerAccessLogs"]) == { StringEquals = { "aws:SourceAccount" = "222222222222" } }
    error_message = "S3 may write the logs of this account's buckets"
  }

  assert {
    condition     = alltrue([for bucket in values(aws_s3_bucket.this) : bucket.force_destroy == false])
    error_message = "nothing destroys logs"
  }
}

run "logs_without_a_trail" {
  variables {
    trail_bucket_name = null
  }

  assert {
    condition     = length(aws_cloudtrail.this) == 0 && keys(aws_s3_bucket.this) == ["access-log"] && output.trail_arn == null
    error_message = "the bucket for access logs alone"
  }
}

run "switched_off" {
  variables {
    create = false
  }

  assert {
    condition     = length(aws_s3_bucket.this) + length(aws_cloudtrail.this) == 0
    error_message = "nothing is created"
  }
}

run "a_trail_of_everything" {
  command = plan
  variables {
    data_event_buckets = []
  }
  expect_failures = [aws_cloudtrail.this]
}

run "a_trail_of_its_own_log" {
  command = plan
  variables {
    data_event_buckets = ["logs-trail"]
  }
  expect_failures = [aws_cloudtrail.this]
}
