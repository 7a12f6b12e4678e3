mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111111111111:role/presign-hub" }
  }
}

variables {
  clusters = { blue = "platform" }
  tenants = {
    team-m = { role_arn = "arn:aws:iam::555555555551:role/team-m-presign" }
    team-n = { role_arn = "arn:aws:iam::555555555552:role/team-n-presign", external_id = "of-team-n" }
  }
}

run "by_pod_identity" {
  assert {
    condition     = toset(jsondecode(output.policies.permissions).Statement[0].Resource) == toset(["arn:aws:iam::555555555551:role/team-m-presign", "arn:aws:iam::555555555552:role/team-n-presign"])
    error_message = "the tenants' roles alone"
  }

  assert {
    condition     = jsondecode(output.policies.trust).Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-namespace"] == "shared"
    error_message = "pods of the shared deployment"
  }

  assert {
    condition     = output.trust["team-m"]["blue"].source_role_arn == "arn:aws:iam::111111111111:role/presign-hub" && output.trust["team-m"]["blue"].external_id == "tenant-presign/team-m" && output.trust["team-n"]["blue"].external_id == "of-team-n"
    error_message = "an external id of its own for each tenant"
  }
}

run "by_token" {
  variables {
    clusters = {}
    issuers  = { blue = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example/id/A" } }
  }

  assert {
    condition     = jsondecode(output.policies.trust).Statement[0].Condition.StringEquals == { "oidc.example/id/A:sub" = "system:serviceaccount:shared:tenant-presign", "oidc.example/id/A:aud" = "sts.amazonaws.com" }
    error_message = "one service account, one audience"
  }
}

run "one_role_twice" {
  command = plan
  variables {
    tenants = {
      team-m = { role_arn = "arn:aws:iam::555555555551:role/team-m-presign" }
      team-n = { role_arn = "arn:aws:iam::555555555551:role/team-m-presign" }
    }
  }
  expect_failures = [var.tenants]
}

run "one_external_id_twice" {
  command = plan
  variables {
    tenants = {
      team-m = { role_arn = "arn:aws:iam::555555555551:role/team-m-presign", external_id = "same" }
      team-n = { role_arn = "arn:aws:iam::555555555552:role/team-n-presign", external_id = "same" }
    }
  }
  expect_failures = [var.tenants]
}

run "more_than_fit" {
  command = plan
  variables {
    # The tenants have 25 roles with paths of 400 characters.
    tenants = {
      for letter in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y"] :
      letter => { role_arn = "arn:aws:iam::555555555551:role/%{for part in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}a-part-of-the-path-of-forty-characters-/%{endfor}${letter}" }
    }
  }
  expect_failures = [var.tenants]
}
