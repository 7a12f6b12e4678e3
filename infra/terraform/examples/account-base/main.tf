# The resources that an account has only once. The state of each tenant refers to them, and none owns them.

module "oidc_provider" {
  source   = "../../modules/cluster-oidc-provider"
  for_each = var.clusters

  issuer_url      = each.value.issuer_url
  audiences       = each.value.audiences
  create_provider = each.value.create_provider
  tags            = var.tags
}

module "logs" {
  source = "../../modules/account-logs"

  access_log_bucket_name = var.access_log_bucket_name
  trail_bucket_name      = var.trail_bucket_name
  data_event_buckets     = var.data_event_buckets
  tags                   = var.tags
}
