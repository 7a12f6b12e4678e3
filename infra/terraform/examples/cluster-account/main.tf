# The roles between the cluster's pods and the tenants' roles: one role for each tenant, which only its pods can assume.

locals {
  by_token = anytrue([for tenant in values(var.tenants) : tenant.credentials == "chained"])
}

# The root account-base has created the provider in this account.
module "oidc_provider" {
  source = "../../modules/cluster-oidc-provider"
  count  = local.by_token ? 1 : 0

  issuer_url      = var.cluster.issuer_url
  create_provider = false
}

module "cluster_role" {
  source   = "../../modules/cluster-role"
  for_each = var.tenants

  name             = coalesce(each.value.source_role_name, "${each.key}-presign-source")
  namespace        = coalesce(each.value.namespace, each.key)
  service_account  = each.value.service_account
  target_role_arns = [each.value.role_arn]
  source_identity  = each.value.source_identity
  external_id      = coalesce(each.value.external_id, "tenant-presign/${each.key}")
  issuers          = each.value.credentials == "chained" ? { (var.cluster.name) = { provider_arn = module.oidc_provider[0].arn } } : {}
  associations     = each.value.credentials == "chained" ? {} : { (var.cluster.name) = { cluster_name = var.cluster.name, assume_target = each.value.credentials == "pod-identity" } }
  tags             = var.tags
}
