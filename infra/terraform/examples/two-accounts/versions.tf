terraform {
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0, < 7.0"
    }
  }
}

# Of the cluster.
provider "aws" {
  alias               = "cluster"
  region              = var.cluster.region
  allowed_account_ids = [var.cluster.account_id]

  assume_role {
    role_arn = "arn:aws:iam::${var.cluster.account_id}:role/${var.terraform_role_name}"
  }
}

# Of the tenant.
provider "aws" {
  alias               = "tenant"
  region              = var.region
  allowed_account_ids = [var.account_id]

  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/${var.terraform_role_name}"
  }
}
