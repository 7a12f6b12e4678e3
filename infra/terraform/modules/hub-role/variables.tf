variable "create" {
  description = "Whether the module creates its resources. With false it creates nothing."
  type        = bool
  default     = true
}

variable "name" {
  description = "The name of the role. Trust policies of the tenants' roles name it, so it must not be deleted and created again."
  type        = string
  default     = "presign-hub"
}

variable "namespace" {
  description = "The Kubernetes namespace of the shared deployment."
  type        = string
  default     = "shared"
}

variable "service_account" {
  description = "The Kubernetes service account of its pods."
  type        = string
  default     = "tenant-presign"
}

variable "tenants" {
  description = "The tenants by their id in platform.yaml: the ARN of each role, and its external id (default: tenant-presign/ID)."
  type = map(object({
    role_arn    = string
    external_id = optional(string)
  }))

  validation {
    condition     = length(distinct(values(var.tenants)[*].role_arn)) == length(var.tenants)
    error_message = "tenants: two have one role_arn. Give each tenant a role of its own: the pod can't tell them apart."
  }

  validation {
    condition     = length(distinct([for id, tenant in var.tenants : coalesce(tenant.external_id, "tenant-presign/${id}")])) == length(var.tenants)
    error_message = "tenants: two have one external_id. It keeps the tenants of a shared role apart: give each its own."
  }

  # The inline policies of a role have at most 10,240 characters: IAM User Guide, "IAM and AWS STS quotas".
  validation {
    condition     = length(jsonencode(values(var.tenants)[*].role_arn)) <= 10000
    error_message = "tenants: their roles don't fit into the 10,240 characters of a role's policy. Take a second shared deployment, or direct web identity, which needs no hub role."
  }
}

variable "clusters" {
  description = "The clusters whose pods assume the role by EKS Pod Identity. Each key is a name of your choice. platform.yaml needs source: { type: container }."
  type        = map(string)
  default     = {}
}

variable "issuers" {
  description = "OIDC providers of this account whose tokens let pods assume the role (IRSA). Each key is a name of your choice. platform.yaml needs source: { type: web-identity }."
  type = map(object({
    provider_arn = string
    audience     = optional(string, "sts.amazonaws.com")
  }))
  default = {}
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
