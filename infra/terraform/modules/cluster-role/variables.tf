variable "create" {
  description = "Whether the module creates its resources. With false it creates nothing."
  type        = bool
  default     = true
}

variable "name" {
  description = "The name of the role. Trust policies of the tenants' roles name it, so it must not be deleted and created again."
  type        = string

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 characters of [A-Za-z0-9_+=,.@-]."
  }
}

variable "namespace" {
  description = "The Kubernetes namespace of the pods."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must name one, without \"*\": a wildcard would let other tenants' pods in."
  }
}

variable "service_account" {
  description = "The Kubernetes service account of the pods."
  type        = string
  default     = "tenant-presign"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.service_account))
    error_message = "service_account must name one, without \"*\"."
  }
}

variable "target_role_arns" {
  description = "The ARNs of the tenants' roles that this role may assume; it may do nothing else. With assume_target, name exactly one: the role that the pods get."
  type        = list(string)

  validation {
    condition     = length(var.target_role_arns) > 0 && alltrue([for arn in var.target_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "target_role_arns must name the tenants' roles in full, without \"*\": arn:aws:iam::222222222222:role/team-a-presign."
  }
}

variable "issuers" {
  description = "OIDC providers of this account whose tokens let pods assume the role (IRSA). Each key is a name of your choice, such as that of the cluster."
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
  description = "EKS Pod Identity associations that let pods assume the role. Each key is a name of your choice. With assume_target, EKS assumes the target role; without it, the service does (tenant file: assume-role with source container). session_policy (JSON, up to 2,048 characters) restricts the association, and needs disable_session_tags."
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
  description = "The external id with which the service assumes the tenants' roles: externalId of the tenant file. Only output trust uses it."
  type        = string
  default     = null
}

variable "source_identity" {
  description = "Whether the role may set sts:SourceIdentity. Needed for sourceIdentity in the tenant file, together with source_identity in the trust of module tenant."
  type        = bool
  default     = false
}

variable "permissions_boundary_arn" {
  description = "The ARN of the policy that limits the role's permissions (permissions boundary)."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, such as arn:aws:iam::111111111111:policy/boundary."
  }
}

variable "tags" {
  description = "Tags of the role and its associations."
  type        = map(string)
  default     = {}
}
