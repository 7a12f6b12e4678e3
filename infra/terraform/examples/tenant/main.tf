# The root account-base has created these providers in this account.
module "oidc_provider" {
  source   = "../../modules/cluster-oidc-provider"
  for_each = var.trust.issuers

  issuer_url      = each.value.issuer_url
  audiences       = [each.value.audience]
  create_provider = false
}

module "tenant" {
  source = "../../modules/tenant"

  name        = var.name
  account_id  = var.account_id
  role_name   = var.role_name
  create_role = var.create_role

  trust = {
    issuers = {
      for cluster, issuer in var.trust.issuers : cluster => {
        provider_arn    = module.oidc_provider[cluster].arn
        namespace       = issuer.namespace
        service_account = issuer.service_account
        audience        = issuer.audience
      }
    }
    associations = var.trust.associations
    chains       = var.trust.chains
  }

  bucket_name             = var.bucket_name
  create_bucket           = var.create_bucket
  bucket_settings         = var.bucket_settings
  bucket_policy_documents = var.bucket_policy_documents

  grants               = var.grants
  key_prefix           = var.key_prefix
  max_session_duration = var.max_session_duration
  max_expires_in       = var.max_expires_in
  encryption           = var.encryption
  cors_origins         = var.cors_origins
  access_log           = var.access_log
  eventbridge          = var.eventbridge
  tags                 = var.tags
}
