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
  description = "The tenants' roles that this one may assume, and nothing else. With pod_identity exactly one: the pods' role in the end."
  type        = list(string)

  validation {
    condition     = length(var.target_role_arns) > 0 && alltrue([for arn in var.target_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "target_role_arns must name the tenants' roles in full, without \"*\": arn:aws:iam::222222222222:role/team-a-presign."
  }
}

variable "irsa" {
  description = "How pods become the role by their token: the OIDC provider of this account. Exactly one of irsa and pod_identity."
  type = object({
    provider_arn = string
    audience     = optional(string, "sts.amazonaws.com")
  })
  default = null

  validation {
    condition     = var.irsa == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[^*?$\"]+$", var.irsa.provider_arn))
    error_message = "irsa.provider_arn must be the ARN of an OIDC provider of the cluster's account."
  }
}

variable "pod_identity" {
  description = "How pods become the role by EKS Pod Identity. session_policy (JSON, up to 2,048 characters) narrows this association, and needs disable_session_tags."
  type = object({
    cluster_name         = string
    session_policy       = optional(string)
    disable_session_tags = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.pod_identity == null ? true : var.pod_identity.session_policy == null || var.pod_identity.disable_session_tags
    error_message = "pod_identity.session_policy excludes session tags: set disable_session_tags = true, or leave the policy out."
  }

  validation {
    condition     = var.pod_identity == null ? true : var.pod_identity.session_policy == null || can(jsondecode(var.pod_identity.session_policy).Statement)
    error_message = "pod_identity.session_policy must be a policy document in JSON, as jsonencode({ Version = \"2012-10-17\", Statement = […] }) makes it."
  }

  validation {
    condition     = var.pod_identity == null ? true : try(length(var.pod_identity.session_policy), 0) <= 2048
    error_message = "pod_identity.session_policy must be up to 2,048 characters."
  }
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
}

variable "tags" {
  description = "Put on role and association."
  type        = map(string)
  default     = {}
}
