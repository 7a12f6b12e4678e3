variable "create" {
  description = "false: the module creates nothing."
  type        = bool
  default     = true
}

variable "name" {
  description = "The role's name. Trusted roles name it, so it must not be one that is created and deleted at will."
  type        = string

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 characters of [A-Za-z0-9_+=,.@-]."
  }
}

variable "namespace" {
  description = "The namespace of the pods."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must name one, without \"*\": a wildcard would let other tenants' pods in."
  }
}

variable "service_account" {
  description = "The service account of the pods."
  type        = string
  default     = "tenant-presign"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.service_account))
    error_message = "service_account must name one, without \"*\"."
  }
}

variable "target_role_arns" {
  description = "The tenants' roles that this one may assume, and nothing else. Exactly one with assume_target: the pods' role in the end."
  type        = list(string)

  validation {
    condition     = length(var.target_role_arns) > 0 && alltrue([for arn in var.target_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "target_role_arns must name the tenants' roles in full, without \"*\": arn:aws:iam::222222222222:role/team-a-presign."
  }
}

variable "issuers" {
  description = "How pods become the role by their token: OIDC providers of this account, under a name of your choice each, such as the cluster's."
  type = map(object({
    provider_arn = string
    audience     = optional(string, "sts.amazonaws.com")
  }))
  default = {}

  validation {
    condition     = alltrue([for way in values(var.issuers) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[^*?$\"]+$", way.provider_arn))])
    error_message = "issuers: provider_arn must be the ARN of an OIDC provider of the cluster's account."
  }
}

variable "associations" {
  description = "How pods become the role by EKS Pod Identity, under a name of your choice each. With assume_target EKS becomes the target role itself; without it the service does (tenant file: assume-role from container). session_policy (JSON, up to 2,048 characters) narrows the association, and needs disable_session_tags."
  type = map(object({
    cluster_name         = string
    assume_target        = optional(bool, true)
    session_policy       = optional(string)
    disable_session_tags = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = length(distinct(values(var.associations)[*].cluster_name)) == length(var.associations)
    error_message = "associations: EKS has one association for each cluster, namespace and service account, and two here are of one cluster."
  }

  validation {
    condition     = alltrue([for each in values(var.associations) : each.session_policy == null || each.disable_session_tags])
    error_message = "associations: session_policy excludes session tags. Set disable_session_tags = true, or leave the policy out."
  }

  validation {
    condition     = alltrue([for each in values(var.associations) : each.session_policy == null || can(jsondecode(each.session_policy).Statement)])
    error_message = "associations: session_policy must be a policy document in JSON, as jsonencode({ Version = \"2012-10-17\", Statement = […] }) makes it."
  }

  validation {
    condition     = alltrue([for each in values(var.associations) : try(length(each.session_policy), 0) <= 2048])
    error_message = "associations: session_policy must be up to 2,048 characters."
  }
}

variable "external_id" {
  description = "What the service says to the tenants' roles where it assumes them itself: externalId of the tenant file. For output trust alone."
  type        = string
  default     = null
}

variable "source_identity" {
  description = "Whether it may set sts:SourceIdentity: with sourceIdentity in the tenant file, and source_identity in the tenant's trust."
  type        = bool
  default     = false
}

variable "permissions_boundary_arn" {
  description = "A policy that the role can't go beyond."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, such as arn:aws:iam::111111111111:policy/boundary."
  }
}

variable "tags" {
  description = "Put on role and association."
  type        = map(string)
  default     = {}
}
