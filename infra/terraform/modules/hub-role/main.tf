locals {
  # The default is the same in the Terraform of the tenant's account: each tenant's role requires its own external id.
  external_ids = { for id, tenant in var.tenants : id => coalesce(tenant.external_id, "tenant-presign/${id}") }
}

module "role" {
  source = "../cluster-role"

  create           = var.create
  name             = var.name
  namespace        = var.namespace
  service_account  = var.service_account
  target_role_arns = sort(values(var.tenants)[*].role_arn)
  issuers          = var.issuers
  associations = {
    for key, cluster_name in var.clusters : key => { cluster_name = cluster_name, assume_target = false }
  }
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
