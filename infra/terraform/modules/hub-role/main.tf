locals {
  # Terraform of a tenant's account says the same: each tenant's role asks for an external id of its own.
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
