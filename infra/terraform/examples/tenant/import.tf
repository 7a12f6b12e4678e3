# Imports the settings of an existing bucket that this root takes over, so that the plan shows what it replaces.

locals {
  taken_over = var.create_bucket ? [] : coalesce(var.bucket_settings, [])
  imported   = { for setting in local.taken_over : setting => { (var.bucket_name) = true } if !contains(["cors", "lifecycle", "policy", "access_log"], setting) || contains(var.import_settings, setting) }
}

import {
  for_each = var.eventbridge ? lookup(local.imported, "notifications", {}) : {}
  to       = module.tenant.aws_s3_bucket_notification.this[0]
  id       = each.key
}

import {
  for_each = var.access_log == null ? {} : lookup(local.imported, "access_log", {})
  to       = module.tenant.aws_s3_bucket_logging.this[0]
  id       = each.key
}

import {
  for_each = lookup(local.imported, "policy", {})
  to       = module.tenant.aws_s3_bucket_policy.this[each.key]
  id       = each.key
}

import {
  for_each = lookup(local.imported, "lifecycle", {})
  to       = module.tenant.aws_s3_bucket_lifecycle_configuration.this[each.key]
  id       = each.key
}

import {
  for_each = length(var.cors_origins) == 0 ? {} : lookup(local.imported, "cors", {})
  to       = module.tenant.aws_s3_bucket_cors_configuration.this[each.key]
  id       = each.key
}

import {
  for_each = lookup(local.imported, "encryption", {})
  to       = module.tenant.aws_s3_bucket_server_side_encryption_configuration.this[each.key]
  id       = each.key
}

import {
  for_each = lookup(local.imported, "versioning", {})
  to       = module.tenant.aws_s3_bucket_versioning.this[each.key]
  id       = each.key
}

import {
  for_each = lookup(local.imported, "ownership", {})
  to       = module.tenant.aws_s3_bucket_ownership_controls.this[each.key]
  id       = each.key
}

import {
  for_each = lookup(local.imported, "public_access_block", {})
  to       = module.tenant.aws_s3_bucket_public_access_block.this[each.key]
  id       = each.key
}
