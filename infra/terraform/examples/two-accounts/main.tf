locals {
  role_name   = "${var.name}-presign"
  external_id = "tenant-presign/${var.name}"
}

# The tenant's account trusts the cluster's tokens itself.
module "tenants_oidc_provider" {
  source    = "../../modules/cluster-oidc-provider"
  count     = var.credentials == "irsa" ? 1 : 0
  providers = { aws = aws.tenant }

  issuer_url = var.cluster.issuer_url
  create     = var.cluster.create_oidc_provider
  tags       = var.tags
}

# Or the cluster's account does, and a role of it stands between.
module "clusters_oidc_provider" {
  source    = "../../modules/cluster-oidc-provider"
  count     = var.credentials == "chained" ? 1 : 0
  providers = { aws = aws.cluster }

  issuer_url = var.cluster.issuer_url
  create     = var.cluster.create_oidc_provider
  tags       = var.tags
}

module "cluster_role" {
  source    = "../../modules/cluster-role"
  count     = var.credentials == "irsa" ? 0 : 1
  providers = { aws = aws.cluster }

  name             = "${local.role_name}-source"
  namespace        = var.name
  target_role_arns = ["arn:aws:iam::${var.account_id}:role/${local.role_name}"]
  source_identity  = var.source_identity
  irsa             = var.credentials == "chained" ? { provider_arn = module.clusters_oidc_provider[0].arn } : null
  pod_identity     = var.credentials == "pod-identity" ? { cluster_name = var.cluster.name } : null
  tags             = var.tags
}

module "tenant" {
  source    = "../../modules/tenant"
  providers = { aws = aws.tenant }

  name        = var.name
  account_id  = var.account_id
  bucket_name = var.bucket_name
  role_name   = local.role_name

  trust = {
    irsa = var.credentials != "irsa" ? null : {
      provider_arn = module.tenants_oidc_provider[0].arn
      namespace    = var.name
    }
    pod_identity = var.credentials != "pod-identity" ? null : {
      source_role_arn = module.cluster_role[0].role_arn
      external_id     = module.cluster_role[0].external_id
    }
    chained = var.credentials != "chained" ? null : {
      source_role_arn = module.cluster_role[0].role_arn
      external_id     = local.external_id
      source_identity = var.source_identity
    }
  }

  grants               = var.grants
  key_prefix           = var.key_prefix
  max_session_duration = var.max_session_duration
  max_expires_in       = var.max_expires_in
  encryption           = var.encryption
  cors_origins         = var.cors_origins
  tags                 = var.tags
}
