mock_provider "aws" {
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/NEW" }
  }
  mock_data "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/OLD", client_id_list = ["sts.amazonaws.com"] }
  }
}

variables {
  issuer_url = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
}

run "new" {
  assert {
    condition     = aws_iam_openid_connect_provider.this[0].client_id_list == toset(["sts.amazonaws.com"]) && output.arn == "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/NEW"
    error_message = "one audience"
  }

  assert {
    condition     = output.issuer == "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
    error_message = "as condition keys have it"
  }
}

run "switched_off" {
  variables {
    create = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.this) + length(data.aws_iam_openid_connect_provider.existing) == 0 && output.arn == null
    error_message = "nothing is made, and nothing looked for"
  }
}

run "existing" {
  variables {
    create_provider = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.this) == 0 && output.arn == "arn:aws:iam::222222222222:oidc-provider/oidc.example/id/OLD"
    error_message = "nothing is made"
  }
}

run "existing_without_the_audience" {
  command = plan
  variables {
    create_provider = false
    audiences       = ["sts.amazonaws.com", "other"]
  }
  expect_failures = [data.aws_iam_openid_connect_provider.existing]
}

run "http" {
  command = plan
  variables {
    issuer_url = "http://oidc.example"
  }
  expect_failures = [var.issuer_url]
}

run "trailing_slash" {
  command = plan
  variables {
    issuer_url = "https://oidc.example/id/"
  }
  expect_failures = [var.issuer_url]
}

run "any_audience" {
  command = plan
  variables {
    audiences = ["*"]
  }
  expect_failures = [var.audiences]
}

run "colons_in_a_thumbprint" {
  command = plan
  variables {
    thumbprints = ["9E:99:A4"]
  }
  expect_failures = [var.thumbprints]
}
