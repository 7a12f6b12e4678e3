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

# Tests trust in several clusters, and several ways to assume the role.

run "blue_and_green" {
  variables {
    trust = {
      issuers = {
        blue  = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/BLUE" }
        green = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/GREEN", namespace = "team-a-green" }
      }
    }
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role.this[0].assume_role_policy).Statement : statement.Condition.StringEquals] == [
      { "oidc.example/id/BLUE:sub" = "system:serviceaccount:team-a:tenant-presign", "oidc.example/id/BLUE:aud" = "sts.amazonaws.com" },
      { "oidc.example/id/GREEN:sub" = "system:serviceaccount:team-a-green:tenant-presign", "oidc.example/id/GREEN:aud" = "sts.amazonaws.com" },
    ]
    error_message = "each cluster's tokens by that cluster's provider alone"
  }

  assert {
    condition     = length(distinct([for statement in jsondecode(aws_iam_role.this[0].assume_role_policy).Statement : statement.Sid])) == 2
    error_message = "no Sid twice, which IAM refuses"
  }

  assert {
    condition     = output.credentials == "irsa" && [for way in output.agreement.ways : way.key] == ["blue", "green"]
    error_message = "one way in tenant:new's words, and both for tenant:check"
  }
}

run "pod_identity_beside_irsa" {
  variables {
    trust = {
      issuers = { blue = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/BLUE" } }
      associations = {
        blue  = { source_role_arn = "arn:aws:iam::111111111111:role/blue", external_id = "from-eks-blue" }
        green = { source_role_arn = "arn:aws:iam::111111111111:role/green", external_id = "from-eks-green" }
      }
      chains = { hub = { source_role_arn = "arn:aws:iam::111111111111:role/hub", external_id = "team-a" } }
    }
    max_session_duration = 7200
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role.this[0].assume_role_policy).Statement : statement.Principal.AWS => statement.Condition.StringEquals["sts:ExternalId"] if can(statement.Principal.AWS) } == {
      "arn:aws:iam::111111111111:role/blue"  = "from-eks-blue"
      "arn:aws:iam::111111111111:role/green" = "from-eks-green"
      "arn:aws:iam::111111111111:role/hub"   = "team-a"
    }
    error_message = "each association by its own external id"
  }

  assert {
    condition     = output.credentials == null && length(output.agreement.ways) == 4
    error_message = "of several ways none is the one"
  }
}

run "the_partition_of_gov" {
  override_data {
    target = data.aws_partition.this
    values = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }
  override_data {
    target = data.aws_region.this
    values = { region = "us-gov-west-1" }
  }
  variables {
    trust      = { chains = { hub = { source_role_arn = "arn:aws-us-gov:iam::111111111111:role/hub", external_id = "team-a" } } }
    encryption = { key_arn = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/1234abcd" }
  }

  assert {
    condition     = !strcontains(join("", values(output.policies)), "arn:aws:")
    error_message = "every ARN is of the partition"
  }
}
