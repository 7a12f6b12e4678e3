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
    defaults = { arn = "arn:aws:iam::111111111111:role/team-a-presign-source" }
  }
  mock_resource "aws_eks_pod_identity_association" {
    defaults = { external_id = "from-eks" }
  }
}

variables {
  name             = "team-a-presign-source"
  namespace        = "team-a"
  target_role_arns = ["arn:aws:iam::222222222222:role/team-a-presign"]
}

run "by_token" {
  variables {
    irsa = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example/id/A" }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.StringEquals == { "oidc.example/id/A:sub" = "system:serviceaccount:team-a:tenant-presign", "oidc.example/id/A:aud" = "sts.amazonaws.com" }
    error_message = "one service account, one audience"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.targets.policy).Statement[0].Resource == ["arn:aws:iam::222222222222:role/team-a-presign"] && length(aws_eks_pod_identity_association.this) == 0
    error_message = "the tenant's role alone"
  }
}

run "by_pod_identity" {
  variables {
    pod_identity = { cluster_name = "platform" }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Action == ["sts:AssumeRole", "sts:TagSession"] && jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.ArnEquals == { "aws:SourceArn" = "arn:aws:eks:eu-west-1:111111111111:cluster/platform" }
    error_message = "EKS, for this cluster"
  }

  assert {
    condition     = aws_eks_pod_identity_association.this[0].target_role_arn == "arn:aws:iam::222222222222:role/team-a-presign" && output.external_id == "from-eks"
    error_message = "association"
  }
}

run "narrowed_by_a_session_policy" {
  variables {
    pod_identity = {
      cluster_name         = "platform"
      disable_session_tags = true
      session_policy       = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Action == ["sts:AssumeRole"] && aws_eks_pod_identity_association.this[0].disable_session_tags
    error_message = "without session tags"
  }
}

run "a_session_policy_with_session_tags" {
  command = plan
  variables {
    pod_identity = { cluster_name = "platform", session_policy = "{\"Statement\":[]}" }
  }
  expect_failures = [var.pod_identity]
}

run "no_way" {
  command         = plan
  expect_failures = [aws_iam_role.this]
}

run "all_roles" {
  command = plan
  variables {
    irsa             = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example/id/A" }
    target_role_arns = ["arn:aws:iam::*:role/team-a-presign"]
  }
  expect_failures = [var.target_role_arns]
}
