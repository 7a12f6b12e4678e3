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
    issuers = { blue = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example/id/A" } }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Condition.StringEquals == { "oidc.example/id/A:sub" = "system:serviceaccount:team-a:tenant-presign", "oidc.example/id/A:aud" = "sts.amazonaws.com" }
    error_message = "one service account, one audience"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.targets[0].policy).Statement[0].Resource == ["arn:aws:iam::222222222222:role/team-a-presign"] && length(aws_eks_pod_identity_association.this) == 0
    error_message = "the tenant's role alone"
  }
}

run "by_pod_identity" {
  variables {
    associations = { blue = { cluster_name = "platform" } }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Action == ["sts:AssumeRole", "sts:TagSession"] && jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Condition.ArnEquals == { "aws:SourceArn" = "arn:aws:eks:eu-west-1:111111111111:cluster/platform" }
    error_message = "EKS, for this cluster"
  }

  assert {
    condition     = aws_eks_pod_identity_association.this["blue"].target_role_arn == "arn:aws:iam::222222222222:role/team-a-presign" && output.external_ids == { blue = "from-eks" }
    error_message = "association"
  }
}

run "narrowed_by_a_session_policy" {
  variables {
    associations = {
      blue = {
        cluster_name         = "platform"
        disable_session_tags = true
        session_policy       = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
      }
    }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Action == ["sts:AssumeRole"] && aws_eks_pod_identity_association.this["blue"].disable_session_tags
    error_message = "without session tags"
  }
}

run "a_session_policy_with_session_tags" {
  command = plan
  variables {
    associations = { blue = { cluster_name = "platform", session_policy = "{\"Statement\":[]}" } }
  }
  expect_failures = [var.associations]
}

run "no_way" {
  command         = plan
  expect_failures = [aws_iam_role.this]
}

run "all_roles" {
  command = plan
  variables {
    issuers          = { blue = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example/id/A" } }
    target_role_arns = ["arn:aws:iam::*:role/team-a-presign"]
  }
  expect_failures = [var.target_role_arns]
}

run "from_the_agent_the_service_goes_on_itself" {
  variables {
    associations     = { blue = { cluster_name = "platform", assume_target = false } }
    external_id      = "tenant-presign/hub"
    target_role_arns = ["arn:aws:iam::222222222222:role/team-a-presign", "arn:aws:iam::333333333333:role/team-b-presign"]
  }

  assert {
    condition     = aws_eks_pod_identity_association.this["blue"].target_role_arn == null && output.external_ids == {}
    error_message = "the association leads to no target"
  }

  assert {
    condition     = toset(jsondecode(aws_iam_role_policy.targets[0].policy).Statement[0].Resource) == toset(var.target_role_arns)
    error_message = "the service may assume both tenants' roles"
  }

  assert {
    condition     = output.trust.chains["blue"].external_id == "tenant-presign/hub" && length(output.trust.associations) == 0
    error_message = "to the tenants it is a chain"
  }
}

run "pod_identity_beside_tokens_of_two_clusters" {
  variables {
    issuers      = { green = { provider_arn = "arn:aws:iam::111111111111:oidc-provider/oidc.example/id/GREEN" } }
    associations = { blue = { cluster_name = "blue" }, red = { cluster_name = "red" } }
    external_id  = "tenant-presign/team-a"
  }

  assert {
    condition     = length(distinct([for statement in jsondecode(aws_iam_role.this[0].assume_role_policy).Statement : statement.Sid])) == 3 && length(aws_eks_pod_identity_association.this) == 2
    error_message = "a statement for each way"
  }

  assert {
    condition     = join(",", keys(output.trust.associations)) == "blue,red" && join(",", keys(output.trust.chains)) == "green"
    error_message = "the tenant's trust"
  }
}

run "gov" {
  override_data {
    target = data.aws_partition.this
    values = { partition = "aws-us-gov" }
  }
  override_resource {
    target = aws_iam_role.this
    values = { arn = "arn:aws-us-gov:iam::111111111111:role/team-a-presign-source" }
  }
  variables {
    associations     = { blue = { cluster_name = "platform" } }
    target_role_arns = ["arn:aws-us-gov:iam::222222222222:role/team-a-presign"]
  }

  assert {
    condition     = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Condition.ArnEquals == { "aws:SourceArn" = "arn:aws-us-gov:eks:eu-west-1:111111111111:cluster/platform" }
    error_message = "the cluster of the partition"
  }
}

run "a_target_of_another_partition" {
  command = plan
  variables {
    associations     = { blue = { cluster_name = "platform" } }
    target_role_arns = ["arn:aws-us-gov:iam::222222222222:role/team-a-presign"]
  }
  expect_failures = [aws_iam_role.this]
}

run "a_name_of_65_characters" {
  command = plan
  variables {
    name         = "a-role-of-which-the-name-is-one-character-longer-than-iam-takes-x"
    associations = { blue = { cluster_name = "platform" } }
  }
  expect_failures = [var.name]
}

run "two_associations_of_one_cluster" {
  command = plan
  variables {
    associations = { blue = { cluster_name = "platform" }, green = { cluster_name = "platform" } }
  }
  expect_failures = [var.associations]
}
